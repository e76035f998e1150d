import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FakeClock } from "../engine/fake-clock.case.ts";
import { KeptDatabase } from "./kept-database.ts";
import type { StoreTrouble } from "./store-trouble.ts";

const MINUTE_MS = 60_000;
const ADD = "INSERT INTO users VALUES (?, ?, 0)";
const REMOVE = "DELETE FROM users WHERE id = ?";
const NAMES = "SELECT name FROM users ORDER BY name";
/** As many pages as it has: the next that is needed is not to be had, as on a full disk. */
const FULL = "PRAGMA max_page_count = 1";
const READ_ONLY = "PRAGMA query_only = ON";

describe("a database whose disk fails", () => {
  let dataDir: string;
  let path: string;
  let clock: FakeClock;
  let lines: { level: string; message: string; reason?: string }[];
  let open: KeptDatabase[];
  /** Another program, which can have the file locked. */
  let other: DatabaseSync | null;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "sofarr-kept-"));
    path = join(dataDir, "sofarr.db");
    clock = new FakeClock();
    lines = [];
    open = [];
    other = null;
  });
  afterEach(() => {
    other?.close();
    for (const one of open) one.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const make = (): KeptDatabase => {
    const write =
      (level: string) =>
      (fields: object, message: string): void =>
        void lines.push({ level, message, ...fields });
    const one = new KeptDatabase({
      dataDir,
      clock,
      log: { info: write("info"), error: write("error") },
      patience: { atStartMs: 0, laterMs: 0 },
    });
    open.push(one);
    return one;
  };
  const close = (one: KeptDatabase): void => {
    one.close();
    open = open.filter((any) => any !== one);
  };
  const namesIn = (one: KeptDatabase): unknown[] => one.all(NAMES).map(({ name }) => name);
  /** As the next start finds it. */
  const namesInFile = (): unknown[] => {
    const file = new DatabaseSync(path, { readOnly: true });
    const names = file.prepare(NAMES).all();
    file.close();
    return names.map(({ name }) => name);
  };
  const lock = (): void => {
    other ??= new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
  };
  const unlock = (): void => other?.exec("ROLLBACK");

  /** Rows enough to need another page. */
  function addMany(one: KeptDatabase, count = 300): void {
    for (let n = 0; n < count; n += 1) one.run(ADD, `many-${n}`, `many ${n}`);
  }

  test("keeps every row at once while all is well", () => {
    const one = make();
    one.run(ADD, "a", "Alice");
    expect(namesInFile()).toEqual(["Alice"]);
    expect(one.keeping).toEqual({ trouble: null, setAside: null });
    expect(lines).toEqual([]);
  });

  test("that is full serves all that was and all that comes, and keeps it once there is room", async () => {
    const one = make();
    one.run(ADD, "a", "Alice");
    one.run(ADD, "b", "Bob");
    one.get(FULL);
    addMany(one);
    one.run(REMOVE, "a");
    expect(one.keeping.trouble?.cause).toMatchObject({
      reason: "full",
      message: `There is no room left for ${path}.`,
      advice: "Make room on that disk.",
    });
    const names = namesIn(one);
    expect(names).toHaveLength(301);
    expect(names).not.toContain("Alice");
    // A new connection to the file has the room it wants.
    await clock.pass(2_000);
    expect(one.keeping.trouble).toBeNull();
    expect(namesInFile()).toEqual(names);
    one.run(ADD, "c", "Carol");
    expect(namesInFile()).toContain("Carol");
    expect(lines.map(({ level, reason }) => [level, reason])).toEqual([
      ["error", "full"],
      ["info", undefined],
    ]);
  });

  test("that may not be written any more serves on", () => {
    const one = make();
    one.run(ADD, "a", "Alice");
    one.get(READ_ONLY);
    one.run(ADD, "b", "Bob");
    expect(namesIn(one)).toEqual(["Alice", "Bob"]);
    expect(one.keeping.trouble?.cause.reason).toBe("read-only");
    expect(namesInFile()).toEqual(["Alice"]);
  });

  test("that is locked is tried again ever more rarely, and told of once", async () => {
    const one = make();
    one.run(ADD, "a", "Alice");
    const since = clock.now();
    lock();
    one.run(ADD, "b", "Bob");
    one.run(REMOVE, "a");
    await clock.pass(10 * MINUTE_MS);
    expect(one.keeping.trouble).toMatchObject({ since, cause: { reason: "locked" } });
    expect(namesIn(one)).toEqual(["Bob"]);
    expect(lines).toHaveLength(1);
    unlock();
    await clock.pass(MINUTE_MS);
    expect(one.keeping.trouble).toBeNull();
    expect(namesInFile()).toEqual(["Bob"]);
    expect(lines).toHaveLength(2);
  });

  test("that fails again and again is not logged at each turn", async () => {
    const one = make();
    for (let turn = 0; turn < 100; turn += 1) {
      if (one.keeping.trouble === null) one.get(READ_ONLY);
      one.run(ADD, `turn-${turn}`, "Somebody");
      await clock.pass(6_000);
    }
    // Ten minutes of it: twice a minute, once it has gone on for some time.
    expect(lines.length).toBeLessThan(40);
    close(one);
    expect(namesInFile()).toHaveLength(100);
  });

  test("that was locked at the start is read all the same, and written later", async () => {
    const before = make();
    before.run(ADD, "a", "Alice");
    before.run(ADD, "b", "Bob");
    close(before);
    lock();
    const one = make();
    expect(namesIn(one)).toEqual(["Alice", "Bob"]);
    one.run(REMOVE, "b");
    one.run(ADD, "c", "Carol");
    unlock();
    await clock.pass(2_000);
    expect(namesInFile()).toEqual(["Alice", "Carol"]);
  });

  test("writes what it can when it is closed, and says so when it cannot", () => {
    const first = make();
    first.get(READ_ONLY);
    first.run(ADD, "a", "Alice");
    close(first);
    expect(namesInFile()).toEqual(["Alice"]);
    const second = make();
    lock();
    second.run(ADD, "b", "Bob");
    close(second);
    unlock();
    expect(namesInFile()).toEqual(["Alice"]);
    expect(lines.at(-1)?.message).toMatch(/is lost/u);
    expect(clock.pendingTimers).toBe(0);
  });

  test("that is damaged under way is replaced, with what could still be read", async () => {
    const one = make();
    one.run(ADD, "a", "Alice");
    one.get("PRAGMA wal_checkpoint(TRUNCATE)");
    one.get("PRAGMA shrink_memory");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x55, 0, 100).fill(0x55, bytes.length / 2));
    one.run(ADD, "b", "Bob");
    expect(one.keeping.trouble?.cause.reason).toBe("damaged");
    const known = namesIn(one);
    await clock.pass(2_000);
    expect(one.keeping.trouble).toBeNull();
    expect(one.keeping.setAside?.kind).toBe("damaged");
    expect(namesInFile()).toEqual(known);
    expect(known).toContain("Bob");
  });

  test("that somebody replaced meanwhile gets everything, also what was copied", async () => {
    const one = make();
    one.run(ADD, "a", "Alice");
    one.get(READ_ONLY);
    one.run(ADD, "b", "Bob");
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    await clock.pass(2_000);
    expect(namesInFile()).toEqual(["Alice", "Bob"]);
  });

  test("tells of a file that was kept aside until that is deleted, also after a restart", () => {
    writeFileSync(path, "no database");
    const first = make();
    expect(first.keeping.setAside).toMatchObject({ kind: "damaged", at: clock.now() });
    expect(lines).toMatchObject([
      { level: "error", message: expect.stringMatching(/signs in again/u) as string },
    ]);
    close(first);
    const second = make();
    const { setAside } = second.keeping;
    expect(setAside?.file).toMatch(/sofarr\.db\.damaged-/u);
    expect(lines).toHaveLength(1);
    rmSync(setAside?.file ?? "");
    expect(second.keeping.setAside).toBeNull();
  });

  test("cannot be where a file is in the way of its folder: that is a mistake in the settings", () => {
    dataDir = join(dataDir, "taken");
    writeFileSync(dataDir, "");
    expect(make).toThrow(
      expect.objectContaining({ reason: "no-folder" } satisfies Partial<StoreTrouble>),
    );
    expect(make).toThrow(/DATA_DIR/u);
  });
});
