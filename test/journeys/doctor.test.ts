import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { AS_SHIPPED, ChildServer, type Ended, type Program } from "./child-server.ts";
import { startHousehold, type Household } from "./household.ts";
import { SmallDisk } from "./small-disk.ts";

const DISK_MB = 2;
const DOCTOR: Program = { ...AS_SHIPPED, command: [...AS_SHIPPED.command, "doctor"] };
const whyNoDisk = SmallDisk.whyNot();

describe("sofarr doctor", () => {
  let household: Household;
  let disk: SmallDisk | null;
  beforeEach(async () => {
    disk = null;
    household = await startHousehold();
  });
  afterEach(async () => {
    await household.stop();
    disk?.unmount();
  });

  const settings = (): Record<string, string> => ({
    ...household.environment,
    DATA_DIR: disk?.folder ?? household.dataDir,
  });
  const examined = (): Promise<Ended> => ChildServer.runToEnd(settings(), DOCTOR);

  test("says where the database will be, and that all connections work, before the first start", async () => {
    const { code, stdout } = await examined();
    expect(stdout.split("\n")[0]).toBe(
      `✓ database: ${join(household.dataDir, "sofarr.db")}, not there yet, made at the first start, can be written`,
    );
    expect(stdout).toMatch(/^6 of 6 connections work\.$/mu);
    expect(code).toBe(0);
    expect(readdirSync(household.dataDir)).toEqual([]);
  });

  test("looks at it while a sofarr runs, which is fine, and says so", async () => {
    await household.start();
    const { code, stdout } = await examined();
    const [first, second] = stdout.split("\n");
    expect(first).toMatch(/^✓ database: \S+\/sofarr\.db, \d+ KB, sound, can be written$/u);
    expect(second).toMatch(/^ {4}Note: a sofarr that runs is using it/u);
    expect(code).toBe(0);
  });

  test("says what is wrong with it and what to do, and leaves it as it is", async () => {
    writeFileSync(join(household.dataDir, "sofarr.db"), "no database");
    const { code, stdout } = await examined();
    const [first, second] = stdout.split("\n");
    expect(first).toMatch(/^✗ database: .*sofarr\.db is of no use: .* Its size is 1 KB\.$/u);
    expect(second).toMatch(/^ {4}Change: Put a sound copy in its place/u);
    expect(code).toBe(1);
    expect(readdirSync(household.dataDir)).toEqual(["sofarr.db"]);
  });

  test.skipIf(whyNoDisk !== null)("says that its disk is full, or read-only", async () => {
    disk = SmallDisk.mount(DISK_MB);
    disk.fill();
    expect((await examined()).stdout).toMatch(
      /^✗ database: There is no room left for .*\n {4}Change: Make room on that disk\.$/mu,
    );
    disk.makeRoom();
    disk.remount("ro");
    expect((await examined()).stdout).toMatch(
      /^✗ database: .* is read-only\.\n {4}Change: Mount the folder of DATA_DIR for writing\.$/mu,
    );
  });
});
