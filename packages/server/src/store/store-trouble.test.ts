import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { StoreTrouble, storeTrouble } from "./store-trouble.ts";

const FILE = "/data/sofarr.db";

test.each([
  [3, "not-allowed"],
  [5, "locked"],
  [517, "locked"], // BUSY_SNAPSHOT
  [8, "read-only"],
  [1544, "read-only"], // READONLY_DIRECTORY
  [11, "damaged"],
  [26, "damaged"],
  [522, "damaged"], // IOERR_SHORT_READ
  [13, "full"],
  [4874, "full"], // IOERR_SHMSIZE
  [778, "failing"], // IOERR_WRITE
  [14, "failing"],
])("SQLite's %i means that the file is %s, in words that name it", (errcode, reason) => {
  const trouble = storeTrouble(Object.assign(new Error("its words"), { errcode }), FILE);
  expect(trouble?.reason).toBe(reason);
  expect(trouble?.message).toContain(FILE);
  expect(trouble?.advice).toMatch(/\w\.$/u);
});

test.each([
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["EROFS", "read-only"],
  ["EACCES", "not-allowed"],
  ["ENOTDIR", "no-folder"],
  ["EIO", "failing"],
])("the file system's %s means %s", (code, reason) => {
  const error = Object.assign(new Error("its words"), { code, syscall: "open" });
  expect(storeTrouble(error, FILE)?.reason).toBe(reason);
});

test("a mistake of ours is not the disk's", () => {
  const wrongSql = Object.assign(new Error("near 'SELCT'"), { errcode: 1 });
  const constraint = Object.assign(new Error("UNIQUE"), { errcode: 1555 });
  for (const error of [wrongSql, constraint, new TypeError("x"), "text", null]) {
    expect(storeTrouble(error, FILE)).toBeNull();
  }
});

test("a real error of the file system speaks for itself, and trouble stays the trouble it is", () => {
  let error: unknown = null;
  try {
    readFileSync(import.meta.dirname);
  } catch (thrown) {
    error = thrown;
  }
  const trouble = storeTrouble(error, FILE);
  expect(trouble).toMatchObject({ reason: "failing", cause: error });
  expect(trouble?.message).toContain("EISDIR");
  expect(trouble).toBeInstanceOf(StoreTrouble);
  expect(storeTrouble(trouble, FILE)).toBe(trouble);
});
