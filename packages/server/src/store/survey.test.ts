import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openDatabase } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import { surveyStore, type StoreFinding } from "./survey.ts";

const isRoot = process.getuid?.() === 0;

describe("a look at the database", () => {
  let parent: string;
  let dataDir: string;
  let file: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "sofarr-survey-"));
    dataDir = join(parent, "data");
    file = join(dataDir, "sofarr.db");
  });
  afterEach(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  const open = (): DatabaseSync =>
    openDatabase(file, { timeoutMs: 0, now: 0, onSetAside: () => expect.unreachable() });
  function make(): void {
    const database = open();
    database.exec("INSERT INTO users VALUES ('a', 'Alice', 0)");
    database.close();
  }

  /** Looks, and sees to it that nothing is other than before. */
  function survey(): StoreFinding {
    const before = everythingIn(parent);
    const finding = surveyStore(dataDir);
    expect(everythingIn(parent)).toEqual(before);
    return finding;
  }

  test("says where it will be while there is none, and makes no folder", () => {
    expect(survey()).toEqual({ file, sizeBytes: null, isInUse: false, trouble: null });
  });

  test("finds a sound one well, with its size", () => {
    make();
    expect(survey()).toEqual({
      file,
      sizeBytes: statSync(file).size,
      isInUse: false,
      trouble: null,
    });
  });

  test("finds one well that is in use, and says so", () => {
    const lock = lockFolder(dataDir, () => expect.unreachable());
    const database = open();
    database.exec("INSERT INTO users VALUES ('a', 'Alice', 0)");
    expect(survey()).toMatchObject({ isInUse: true, trouble: null });
    database.close();
    // As when it goes on without its database.
    expect(survey()).toMatchObject({ isInUse: true, trouble: null });
    lock.release();
    expect(survey()).toMatchObject({ isInUse: false, trouble: null });
  });

  test("finds one well that a killed process left with its log, and counts that", () => {
    const elsewhere = join(parent, "elsewhere");
    const database = openDatabase(join(elsewhere, "sofarr.db"), {
      timeoutMs: 0,
      now: 0,
      onSetAside: () => expect.unreachable(),
    });
    mkdirSync(dataDir);
    for (const end of ["", "-wal"]) copyFileSync(join(elsewhere, `sofarr.db${end}`), file + end);
    database.close();
    const sizeBytes = statSync(file).size + statSync(`${file}-wal`).size;
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    expect(survey()).toMatchObject({ sizeBytes, isInUse: false, trouble: null });
    writeFileSync(`${file}-wal`, readFileSync(`${file}-wal`).fill(0x55, 0, 24));
    writeFileSync(file, "no database");
    expect(survey().trouble?.message).toMatch(/is of no use: .*not a database/u);
  });

  test.each<{ what: string; spoil: () => void; message: RegExp; advice: RegExp }>([
    {
      what: "damaged",
      spoil: () => writeFileSync(file, readFileSync(file).fill("A", 4096)),
      message: /is of no use: (?:.*malformed|its check found damage)/u,
      advice: /^Put a sound copy in its place; else the next start keeps it aside/u,
    },
    {
      what: "from a newer sofarr",
      spoil: () => {
        const database = new DatabaseSync(file);
        database.exec("PRAGMA user_version = 9999");
        database.close();
      },
      message: /is of no use: a newer sofarr wrote it/u,
      advice: /^Start the newer sofarr again; with this one, the next start keeps it aside/u,
    },
    {
      what: "of another program",
      spoil: () => {
        rmSync(file);
        const database = new DatabaseSync(file);
        database.exec("CREATE TABLE shelf (book TEXT)");
        database.close();
      },
      message: /is of no use: its tables are not sofarr's/u,
      advice: /sound copy/u,
    },
    {
      what: "a folder",
      spoil: () => {
        rmSync(file);
        mkdirSync(file);
      },
      message: /is of no use: a folder is in its place/u,
      advice: /sound copy/u,
    },
  ])("says of one that is $what what will become of it", ({ spoil, message, advice }) => {
    make();
    spoil();
    const { trouble } = survey();
    expect(trouble?.message).toMatch(message);
    expect(trouble?.advice).toMatch(advice);
  });

  test("says that a file is in the way of its folder", () => {
    writeFileSync(dataDir, "");
    expect(survey().trouble).toMatchObject({
      message: expect.stringContaining("DATA_DIR cannot be a folder") as string,
    });
  });

  test.skipIf(isRoot)("says that it may not be written", () => {
    make();
    chmodSync(file, 0o400);
    expect(survey().trouble).toMatchObject({ reason: "not-allowed" });
    chmodSync(file, 0o600);
    chmodSync(dataDir, 0o500);
    expect(survey().trouble).toMatchObject({ reason: "not-allowed" });
    chmodSync(dataDir, 0o700);
  });
});

/** Every file below a folder: its bytes, and when it was changed last. Of the memory that readers share, only that it is there. */
function everythingIn(folder: string): ReadonlyMap<string, unknown> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs, mode } = statSync(path);
      return [
        path,
        path.endsWith("-shm") ? mode : [mode, mtimeMs, entry.isFile() ? hashOf(path) : null],
      ];
    }),
  );
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
