import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { AS_SHIPPED, ChildServer, type Ended, type Program } from "./child-server.ts";
import { startHousehold, type Household } from "./household.ts";
import { openHeaderDroppingProxy } from "../../packages/server/src/upstreams/media-server/header-dropping-proxy.fake.ts";
import { makeCertificate } from "../ship/certificate.ts";
import { SmallDisk } from "./small-disk.ts";
import { openTlsDoor } from "./tls-door.ts";

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
  const examined = (change: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    ChildServer.runToEnd({ ...settings(), ...change }, DOCTOR);

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

  test("tells what is odd in the settings, as the start does, and that is no failure", async () => {
    const odd = { SONARR_API_KEY: "a-key-of-before" };
    const { code, stdout } = await examined(odd);
    expect(stdout).toContain(
      "! SONARR_API_KEY: It is not used, since SONARR_INSTANCES is given.\n    Change: Remove it",
    );
    expect(code).toBe(0);
    await household.start(odd);
    const lines = household.log.filter((line) => line.includes('"level":40'));
    expect(lines).toEqual([expect.stringContaining("SONARR_API_KEY: It is not used")]);
    expect(stdout + lines.join("")).not.toContain(odd.SONARR_API_KEY);
  });

  test.each([
    ["with a key", {}],
    ["without one", { EMBY_API_KEY: "" }],
  ])(
    "says %s that a proxy drops the Authorization header, before anybody tries to sign in",
    async (_, change) => {
      const proxy = await openHeaderDroppingProxy(household.mediaServer.url);
      try {
        const { code, stdout } = await examined({ ...change, EMBY_URL: proxy.url });
        expect(stdout).toContain(
          "it never gets the Authorization header that sofarr sends [unauthorized]\n" +
            "    Change: Let the proxy in front of it pass the Authorization header on",
        );
        expect(stdout).toMatch(/^5 of 6 connections work\.$/mu);
        expect(code).toBe(1);
      } finally {
        await proxy.close();
      }
    },
  );

  test("names the setting in which a certificate is trusted, and setting it helps", async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-doctor-"));
    const certificate = makeCertificate(folder) ?? context.skip("there is no openssl");
    const mediaServer = await openTlsDoor(household.mediaServer.url, certificate);
    const radarr = await openTlsDoor(household.radarr.url, certificate);
    try {
      const { apiKey } = household.radarr;
      const list = [{ name: "main", url: radarr.url, apiKey }];
      const untrusted = await examined({
        EMBY_URL: mediaServer.url,
        RADARR_INSTANCES: JSON.stringify(list),
      });
      const advice = (setting: string): string =>
        `has a certificate that is not trusted [unreachable]\n    Change: Set ${setting} to {"ca"`;
      expect(untrusted.stdout).toContain(advice("EMBY_TLS"));
      expect(untrusted.stdout).toContain(advice("RADARR_INSTANCES[0].tls"));
      expect(untrusted.code).toBe(1);

      const tls = { ca: certificate.certFile };
      const trusted = await examined({
        EMBY_URL: mediaServer.url,
        EMBY_TLS: JSON.stringify(tls),
        RADARR_INSTANCES: JSON.stringify(list.map((one) => ({ ...one, tls }))),
      });
      expect(trusted.stdout).toMatch(/^6 of 6 connections work\.$/mu);
    } finally {
      await Promise.all([mediaServer.close(), radarr.close()]);
      rmSync(folder, { recursive: true });
    }
  });
});
