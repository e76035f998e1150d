import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FolderInUse, isFolderInUse, lockFolder, type FolderLock } from "./folder-lock.ts";

const HOLD = `
  import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, "folder-lock.ts"))};
  globalThis.lock = lockFolder(process.argv[1], (error) => { throw error; });
  console.log("held");
  setInterval(() => {}, 1_000);
`;

describe("the lock of a data folder", () => {
  let parent: string;
  let folder: string;
  let unknown: unknown[];
  let locks: FolderLock[];

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "sofarr-lock-"));
    folder = join(parent, "data");
    unknown = [];
    locks = [];
  });
  afterEach(() => {
    for (const lock of locks) lock.release();
    rmSync(parent, { recursive: true, force: true });
  });

  const take = (): FolderLock => {
    const lock = lockFolder(folder, (error) => unknown.push(error), 0);
    locks.push(lock);
    return lock;
  };

  test("is had by one, and by the next once that lets go", () => {
    expect(isFolderInUse(folder)).toBe(false);
    const first = take();
    expect(isFolderInUse(folder)).toBe(true);
    expect(take).toThrow(FolderInUse);
    expect(take).toThrow(`Another sofarr is using DATA_DIR, ${folder}. Stop that one first`);
    first.release();
    expect(isFolderInUse(folder)).toBe(false);
    take();
    expect(unknown).toEqual([]);
  });

  test("of another process holds, and goes with it even when it is killed", async () => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", HOLD, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await once(child.stdout, "data");
      expect(isFolderInUse(folder)).toBe(true);
      expect(take).toThrow(FolderInUse);
      // That it was looked at has not loosened it.
      expect(take).toThrow(FolderInUse);
    } finally {
      child.kill("SIGKILL");
      await once(child, "close");
    }
    expect(isFolderInUse(folder)).toBe(false);
    take();
  });

  test("is one empty file that nobody else may read, and looking makes none", () => {
    expect(isFolderInUse(parent)).toBe(false);
    expect(readdirSync(parent)).toEqual([]);
    take();
    expect(readdirSync(folder)).toEqual(["sofarr.lock"]);
    const { size, mode } = statSync(join(folder, "sofarr.lock"));
    expect([size, mode & 0o077]).toEqual([0, 0]);
  });

  test("that cannot be taken because of the disk is no reason to end", () => {
    writeFileSync(folder, "a file is in the way");
    take().release();
    expect(unknown).toMatchObject([{ code: "EEXIST" }]);
    expect(isFolderInUse(folder)).toBe(false);
  });
});
