import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openDatabase } from "./database.ts";
import { examine } from "./examine.ts";
import { NEWEST_VERSION, openInMemory } from "./schema.ts";
import type { SetAside } from "./set-aside.ts";

const NOW = Date.UTC(2026, 10, 23, 20, 15);
const STAMP = "20261123T201500Z";
const PAGE_BYTES = 4096;
const PEOPLE = 200;

describe("the database", () => {
  let dataDir: string;
  let path: string;
  let aside: SetAside[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "sofarr-database-"));
    path = join(dataDir, "sofarr.db");
    aside = [];
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  const open = (file = path): DatabaseSync =>
    openDatabase(file, { timeoutMs: 0, now: NOW, onSetAside: (one) => aside.push(one) });
  const userCount = (database: DatabaseSync): unknown =>
    database.prepare("SELECT count(*) AS n FROM users").get()?.["n"];

  /** One with something in it, brought into one file, as after a proper stop. */
  function fill(file = path): void {
    const database = open(file);
    const insert = database.prepare("INSERT INTO users VALUES (?, ?, 0)");
    for (let n = 0; n < PEOPLE; n += 1) insert.run(`id-${n}`, `Person number ${n}`);
    database.close();
  }

  /** As a killed process leaves it: the newest of it is in the log alone. */
  function leaveWithLog(file = path): void {
    const elsewhere = join(dataDir, "elsewhere", "sofarr.db");
    mkdirSync(dirname(elsewhere), { recursive: true });
    const database = open(elsewhere);
    database.exec("INSERT INTO users VALUES ('in-the-log', 'Lotte', 0)");
    for (const end of ["", "-wal"]) copyFileSync(elsewhere + end, file + end);
    database.close();
    rmSync(dirname(elsewhere), { recursive: true });
  }

  test("keeps what was written, whatever its folder is called", () => {
    const file = join(dataDir, "made", "when needed", "sofarr.db");
    fill(file);
    const again = open(file);
    expect(userCount(again)).toBe(PEOPLE);
    again.close();
    expect(aside).toEqual([]);
  });

  test("is sound after its process was killed, with what is in its log", () => {
    leaveWithLog();
    const database = open();
    expect(userCount(database)).toBe(1);
    database.close();
    expect(aside).toEqual([]);
  });

  test("is sound after its process was killed in the middle of its first transaction", () => {
    const elsewhere = join(dataDir, "elsewhere", "sofarr.db");
    fill(elsewhere);
    const before = new DatabaseSync(elsewhere);
    // As before there is a log, and with so little memory that half of it is written before the end.
    before.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN");
    before.exec("UPDATE users SET name = hex(randomblob(2000)) || ' the second'");
    for (const end of ["", "-journal"]) copyFileSync(elsewhere + end, path + end);
    before.exec("ROLLBACK");
    before.close();
    expect(statSync(`${path}-journal`).size).toBeGreaterThan(0);
    const database = open();
    expect(userCount(database)).toBe(PEOPLE);
    const half = database.prepare("SELECT count(*) AS n FROM users WHERE name LIKE '%second'");
    expect(half.get()).toEqual({ n: 0 });
    database.close();
    expect(aside).toEqual([]);
  });

  test("writes ahead, so that what was acknowledged outlives the process", () => {
    const database = open();
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(database.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 1 });
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: NEWEST_VERSION });
    database.close();
  });

  test("can be read by its owner alone, also when it was laid there for all to read", () => {
    fill();
    chmodSync(path, 0o644);
    const database = open();
    database.exec("INSERT INTO settings VALUES ('colour', 'teal')");
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o077).toBe(0);
    database.close();
  });

  const earlierVersions = Array.from({ length: NEWEST_VERSION - 1 }, (_, at) => at + 1);
  test.each(earlierVersions)(
    "of version %i is brought up to date with all that is in it",
    (version) => {
      const earlier = openInMemory(version);
      earlier.exec("INSERT INTO users VALUES ('a', 'Alice', 0)");
      earlier.exec(`VACUUM INTO '${path}'`);
      earlier.close();
      const database = open();
      expect(userCount(database)).toBe(1);
      for (const table of ["webhook_counters", "listed_users"]) {
        expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
      }
      database.close();
      expect(aside).toEqual([]);
    },
  );

  test.each<{ what: string; spoil: () => void; reason: RegExp; kind?: string }>([
    {
      what: "something else",
      spoil: () => writeFileSync(path, "not a database, whatever its name says"),
      reason: /not a database/u,
    },
    {
      what: "spoilt in its header",
      spoil: () => {
        fill();
        writeFileSync(path, readFileSync(path).fill(0xff, 0, 64));
      },
      reason: /not a database/u,
    },
    {
      what: "overwritten in the middle",
      spoil: () => {
        fill();
        writeFileSync(path, readFileSync(path).fill("A", PAGE_BYTES));
      },
      reason: /malformed|^its check found damage \(\w/u,
    },
    {
      what: "cut off",
      spoil: () => {
        fill();
        truncateSync(path, 2 * PAGE_BYTES);
      },
      reason: /malformed/u,
    },
    {
      what: "empty beside a log that is not",
      spoil: () => {
        leaveWithLog();
        truncateSync(path, 0);
      },
      reason: /empty, but its log is not/u,
    },
    { what: "a folder", spoil: () => mkdirSync(path), reason: /a folder is in its place/u },
    {
      what: "from a newer sofarr",
      spoil: () => {
        const database = open();
        database.exec("PRAGMA user_version = 9999");
        database.close();
      },
      kind: "newer",
      reason: /newer sofarr.*9999/u,
    },
    {
      what: "of another program",
      spoil: () => {
        const database = new DatabaseSync(path);
        database.exec("CREATE TABLE sessions (id INTEGER PRIMARY KEY); PRAGMA user_version = 2");
        database.close();
      },
      kind: "foreign",
      reason: /not sofarr's/u,
    },
    {
      what: "of a program that counts no versions",
      spoil: () => {
        const database = new DatabaseSync(path);
        database.exec("CREATE TABLE sessions (id INTEGER PRIMARY KEY)");
        database.close();
      },
      kind: "foreign",
      reason: /not sofarr's/u,
    },
  ])(
    "that is $what is kept aside as it was, and a fresh one is started",
    ({ spoil, kind = "damaged", reason }) => {
      spoil();
      const before = contentsOf(dataDir, "sofarr.db");
      const database = open();
      expect(userCount(database)).toBe(0);
      database.exec("INSERT INTO users VALUES ('a', 'Alice', 0)");
      database.close();
      const keptAs = `${path}.${kind}-${STAMP}`;
      const [one] = aside;
      expect(aside).toHaveLength(1);
      expect(one).toMatchObject({ file: keptAs, kind, at: NOW });
      expect(one?.reason).toMatch(reason);
      const after = contentsOf(dataDir, `sofarr.db.${kind}-${STAMP}`);
      expect(after).toEqual(before);
      // Nothing of the kind happens the next time.
      const again = open();
      expect(userCount(again)).toBe(1);
      again.close();
      expect(aside).toHaveLength(1);
    },
  );

  test("that lies beside the log of another one is never mixed with it", () => {
    fill();
    const other = join(dataDir, "other.db");
    const stranger = new DatabaseSync(other);
    stranger.exec("PRAGMA journal_mode = WAL; CREATE TABLE shelf (book TEXT)");
    for (let n = 0; n < 50; n += 1) stranger.exec(`INSERT INTO shelf VALUES ('${"x".repeat(n)}')`);
    copyFileSync(`${other}-wal`, `${path}-wal`);
    stranger.close();
    const log = readFileSync(`${path}-wal`);
    const database = open();
    expect(userCount(database)).toBe(0);
    database.close();
    expect(readFileSync(`${aside[0]?.file}-wal`)).toEqual(log);
  });

  test("is kept aside under a name of its own each time", () => {
    const files = [1, 2].map(() => {
      writeFileSync(path, "no database");
      open().close();
      return aside.at(-1)?.file ?? "";
    });
    expect(new Set(files).size).toBe(2);
    for (const file of files) expect(readFileSync(file, "utf8")).toBe("no database");
  });

  test("may be spoilt anywhere: it opens with all that was in it, or fresh with the spoilt one aside", () => {
    leaveWithLog();
    const sound = { db: readFileSync(path), log: readFileSync(`${path}-wal`) };
    fill(join(dataDir, "big.db"));
    const big = { db: readFileSync(join(dataDir, "big.db")), log: null };
    fc.assert(
      fc.property(
        fc.constantFrom(sound, big),
        fc.constantFrom("db", "log"),
        fc.constantFrom("cut", "noise", "zeroes"),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.uint8Array({ minLength: 1, maxLength: 600 }),
        (whole, part, how, where, noise) => {
          for (const name of readdirSync(dataDir)) {
            rmSync(join(dataDir, name), { recursive: true });
          }
          aside = [];
          const spoil = (bytes: Buffer): Buffer => {
            const at = Math.floor(where * bytes.length);
            if (how === "cut") return bytes.subarray(0, at);
            const spoilt = Buffer.from(bytes);
            spoilt.set(
              (how === "noise" ? noise : noise.map(() => 0)).slice(0, bytes.length - at),
              at,
            );
            return spoilt;
          };
          const db = part === "db" ? spoil(whole.db) : whole.db;
          writeFileSync(path, db);
          if (whole.log !== null) {
            writeFileSync(`${path}-wal`, part === "log" ? spoil(whole.log) : whole.log);
          }
          const database = open();
          expect(examine(path, 0)).toBeNull();
          database.exec("INSERT INTO users VALUES ('new', 'New', 0)");
          database.close();
          if (aside.length === 0) return;
          expect(existsSync(aside[0]?.file ?? "")).toBe(true);
          expect(readFileSync(aside[0]?.file ?? "")).toEqual(db);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Name behind the common part, and bytes, of all files that begin like this; a folder has none. */
function contentsOf(folder: string, start: string): readonly (readonly [string, Buffer | null])[] {
  return readdirSync(folder)
    .filter((name) => name === start || name.startsWith(`${start}-`))
    .toSorted()
    .map((name) => {
      const file = join(folder, name);
      return [name.slice(start.length), statSync(file).isDirectory() ? null : readFileSync(file)];
    });
}
