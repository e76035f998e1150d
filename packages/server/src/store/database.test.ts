import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openDatabase } from "./database.ts";

const PAGE_BYTES = 4096;

describe("the database", () => {
  let dataDir: string;
  let path: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "sofarr-database-"));
    path = join(dataDir, "sofarr.db");
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("keeps what was written, whatever its folder is called", () => {
    const folder = join(dataDir, "made", "when needed");
    const first = openDatabase(folder);
    first.exec("INSERT INTO settings VALUES ('colour', 'teal')");
    first.close();
    const second = openDatabase(folder);
    expect(second.prepare("SELECT value FROM settings").get()).toEqual({ value: "teal" });
    second.close();
  });

  test("can be read by its owner alone", () => {
    const database = openDatabase(dataDir);
    database.exec("INSERT INTO settings VALUES ('colour', 'teal')");
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0);
    database.close();
  });

  test.each<{ what: string; damage: () => void; words: RegExp }>([
    {
      what: "something else",
      damage: () => writeFileSync(path, "not a database, whatever its name says"),
      words: /file is not a database/u,
    },
    {
      what: "overwritten in the middle",
      damage: () => {
        openDatabase(dataDir).close();
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.fill("A", PAGE_BYTES));
      },
      words: /malformed|damaged/u,
    },
    {
      what: "cut off",
      damage: () => {
        openDatabase(dataDir).close();
        writeFileSync(path, readFileSync(path).subarray(0, 2 * PAGE_BYTES));
      },
      words: /malformed|damaged/u,
    },
    {
      what: "from a newer sofarr",
      damage: () => {
        const database = openDatabase(dataDir);
        database.exec("PRAGMA user_version = 9999");
        database.close();
      },
      words: /newer sofarr/u,
    },
    { what: "a folder", damage: () => mkdirSync(path), words: /EISDIR/u },
  ])("a file that is $what is not used, and the words say what to do", ({ damage, words }) => {
    damage();
    expect(() => openDatabase(dataDir)).toThrow(words);
    expect(() => openDatabase(dataDir)).toThrow(/DATA_DIR.*move it aside/u);
  });
});
