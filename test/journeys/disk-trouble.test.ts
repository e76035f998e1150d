import { closeSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatusResponse } from "@sofarr/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Browser } from "./browser.ts";
import { AS_SHIPPED, ChildServer, type LogLine, type Program } from "./child-server.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { SmallDisk } from "./small-disk.ts";

const DISK_MB = 8;
const WARN = 40;
const HOOK_HEADERS = { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" };
const whyNoDisk = SmallDisk.whyNot();
if (whyNoDisk !== null) process.stderr.write(`no disk of our own to fill: ${whyNoDisk}\n`);

describe("the program, when its database cannot be used", () => {
  let household: Household;
  let download: ReturnType<typeof grabEpisode>["download"];
  let server: ChildServer;
  let disk: SmallDisk | null;

  beforeEach(async () => {
    disk = null;
    household = await startHousehold();
    ({ download } = grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] }));
  });
  afterEach(async () => {
    await server.end("SIGKILL");
    await household.stop();
    disk?.unmount();
  });

  const dataDir = (): string => disk?.folder ?? household.dataDir;
  const file = (): string => join(dataDir(), "sofarr.db");
  async function start(program: Program = AS_SHIPPED): Promise<void> {
    const settings = { ...household.environment, DATA_DIR: dataDir(), LOG_LEVEL: "info" };
    server = await ChildServer.start(settings, program);
  }
  async function killAndStart(): Promise<void> {
    await server.end("SIGKILL");
    await start();
  }

  async function signedIn(who: keyof Household["users"]): Promise<Browser> {
    const browser = server.browser();
    const { name, password } = household.users[who];
    expect(await browser.login(name, password)).toMatchObject({ status: 200 });
    return browser;
  }
  /** What the server that runs now says to a cookie. */
  async function isSignedIn({ cookies }: Browser): Promise<boolean> {
    const again = server.browser();
    for (const [name, value] of cookies) again.setCookie(name, value);
    const { text } = await again.get("/api/auth/me");
    return (JSON.parse(text) as { authenticated: boolean }).authenticated;
  }
  async function statusOf(admin: Browser): Promise<StatusResponse> {
    const again = server.browser();
    for (const [name, value] of admin.cookies) again.setCookie(name, value);
    return JSON.parse((await again.get("/api/status/status")).text) as StatusResponse;
  }
  const storageOf = async (admin: Browser) => (await statusOf(admin)).storage;
  async function untilKept(admin: Browser): Promise<void> {
    await expect
      .poll(async () => (await storageOf(admin)).kept, { timeout: 20_000, interval: 200 })
      .toBe(true);
  }
  let events = 0;
  async function hear(count: number): Promise<void> {
    for (let one = 0; one < count; one += 1) {
      events += 1;
      const body = { eventType: "Grab", instanceName: "Sonarr", downloadId: `event ${events}` };
      const path = "/api/webhook/sonarr?instance=sonarr-main";
      const answer = await server.browser().post(path, body, { headers: HOOK_HEADERS });
      expect(answer).toMatchObject({
        status: 200,
        text: expect.stringContaining("false") as string,
      });
    }
  }
  const heardOf = async (admin: Browser): Promise<number> =>
    (await statusOf(admin)).webhooks.sonarr.eventsReceived;
  const troubled = (): readonly LogLine[] => server.log.filter(({ level }) => level >= WARN);

  describe.skipIf(whyNoDisk !== null)("for its disk", () => {
    beforeEach(() => {
      disk = SmallDisk.mount(DISK_MB);
    });

    test("fills up: nobody notices but the admin, and all is kept once there is room", async () => {
      await start();
      const [alice, bob, admin] = await Promise.all([
        signedIn("alice"),
        signedIn("bob"),
        signedIn("admin"),
      ]);
      await hear(2);
      expect(await storageOf(admin)).toEqual({ kept: true, trouble: null, setAside: null });
      const stream = await alice.stream("?delta=1");
      await stream.until(() => stream.view().size === 1, "hers");

      disk?.fill();
      const late = await signedIn("alice");
      expect(await bob.post("/api/auth/logout")).toMatchObject({ status: 200 });
      await hear(3);
      household.qbittorrent.update(download.id, { progress: 0.75 });
      await stream.until(() => [...stream.view().values()][0]?.progress === 75, "what is new");
      expect(await late.downloads()).toMatchObject({ downloads: [{ progress: 75 }] });
      expect(await server.browser().get("/ready")).toMatchObject({ status: 200 });
      const { kept, trouble } = await storageOf(admin);
      expect(kept).toBe(false);
      expect(trouble).toMatchObject({
        message: `There is no room left for ${file()}.`,
        advice: expect.stringContaining("Make room") as string,
      });
      expect(await Promise.all([alice, late, admin, bob].map(isSignedIn))).toEqual([
        true,
        true,
        true,
        false,
      ]);
      expect(await heardOf(admin)).toBe(5);
      expect(troubled()).toMatchObject([
        { reason: "full", file: file(), msg: expect.stringMatching(/^nothing is kept/u) as string },
      ]);

      disk?.makeRoom();
      await untilKept(admin);
      await hear(1);
      expect(troubled()).toHaveLength(1);
      stream.close();
      await killAndStart();
      expect(await Promise.all([alice, late, admin, bob].map(isSignedIn))).toEqual([
        true,
        true,
        true,
        false,
      ]);
      expect(await heardOf(admin)).toBe(6);
      expect(troubled()).toEqual([]);
    });

    test("is full from the start: it starts all the same, and keeps what it can later", async () => {
      disk?.fill();
      await start();
      const admin = await signedIn("admin");
      await hear(2);
      expect((await storageOf(admin)).trouble?.message).toMatch(/no room left/u);
      expect(troubled()).toHaveLength(1);
      disk?.makeRoom();
      await untilKept(admin);
      await killAndStart();
      expect(await isSignedIn(admin)).toBe(true);
      expect(await heardOf(admin)).toBe(2);
    });

    test("is full, and its log goes there too: it runs on, and logs again once there is room", async () => {
      const logFile = join(dataDir(), "sofarr.log");
      const stdout = openSync(logFile, "a");
      await start({ ...AS_SHIPPED, stdout });
      closeSync(stdout);
      const admin = await signedIn("admin");
      disk?.fill();
      // Each of them is a line in the log, and there may be room for a few of them.
      for (let turn = 0; turn < 40; turn += 1) await signedIn("alice");
      expect((await storageOf(admin)).kept).toBe(false);
      disk?.makeRoom();
      await untilKept(admin);
      await signedIn("bob");
      const lines = readFileSync(logFile, "utf8").trim().split("\n");
      const said = lines.map((line) => (JSON.parse(line) as LogLine).msg);
      expect(said.at(-1)).toBe("signed in");
      expect(said).toContain("everything is kept again, also what happened meanwhile");
      expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
    });

    test("is read-only: who is signed in stays so, and is kept once it may be written", async () => {
      await start();
      const [alice, bob, admin] = await Promise.all([
        signedIn("alice"),
        signedIn("bob"),
        signedIn("admin"),
      ]);
      await bob.post("/api/auth/logout");
      // Killed: what is newest is in the log alone, Bob's leaving among it.
      await server.end("SIGKILL");
      disk?.remount("ro");
      await start();
      expect(await Promise.all([alice, bob, admin].map(isSignedIn))).toEqual([true, false, true]);
      const late = await signedIn("alice");
      expect((await storageOf(admin)).trouble).toMatchObject({
        message: expect.stringMatching(/cannot be written.*read-only/u) as string,
        advice: expect.stringContaining("DATA_DIR") as string,
      });
      expect(troubled()).toMatchObject([{ reason: "read-only" }]);
      // Stopped properly, and started again, it is all the same.
      expect(await server.end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
      await start();
      expect(await Promise.all([alice, late].map(isSignedIn))).toEqual([true, false]);
      const later = await signedIn("alice");
      disk?.remount("rw");
      await untilKept(admin);
      await killAndStart();
      expect(await Promise.all([alice, bob, later].map(isSignedIn))).toEqual([true, false, true]);
    });

    test("is read-only and empty: people sign in, until the next start", async () => {
      disk?.remount("ro");
      await start();
      const admin = await signedIn("admin");
      expect((await storageOf(admin)).kept).toBe(false);
      await killAndStart();
      expect(await isSignedIn(admin)).toBe(false);
    });

    test("is read-only and what is on it damaged: both are said", async () => {
      writeFileSync(file(), "no database");
      disk?.remount("ro");
      await start();
      const { trouble, setAside } = await storageOf(await signedIn("admin"));
      expect(trouble?.message).toMatch(/read-only.*not a database.*kept aside/u);
      expect(setAside).toBeNull();
      expect(readFileSync(file(), "utf8")).toBe("no database");
    });
  });

  test("for another program has it locked: who is signed in stays so, and all is kept later", async () => {
    await start();
    const [alice, admin] = await Promise.all([signedIn("alice"), signedIn("admin")]);
    await server.end("SIGKILL");
    const other = new DatabaseSync(file());
    other.exec("BEGIN EXCLUSIVE");
    await start();
    const bob = await signedIn("bob");
    expect(await Promise.all([alice, admin, bob].map(isSignedIn))).toEqual([true, true, true]);
    expect((await storageOf(admin)).trouble?.message).toMatch(/Another program has/u);
    other.close();
    await untilKept(admin);
    await killAndStart();
    expect(await Promise.all([alice, admin, bob].map(isSignedIn))).toEqual([true, true, true]);
  });

  test("for it is damaged: it is kept aside, said in the log and to admins, and everybody signs in anew", async () => {
    await start();
    const before = await signedIn("alice");
    await server.end("SIGTERM");
    const spoilt = readFileSync(file()).fill(0xee, 4096);
    writeFileSync(file(), spoilt);
    await start();
    expect(await isSignedIn(before)).toBe(false);
    const admin = await signedIn("admin");
    const { kept, setAside } = await storageOf(admin);
    expect(kept).toBe(true);
    const [keptAs = ""] = readdirSync(dataDir()).filter((name) =>
      /^sofarr\.db\.damaged-\d{8}T\d{6}Z$/u.test(name),
    );
    expect(readFileSync(join(dataDir(), keptAs))).toEqual(spoilt);
    expect(setAside?.message).toContain(keptAs);
    expect(setAside?.advice).toMatch(/disk/u);
    expect(troubled()).toMatchObject([
      { level: 50, file: file(), keptAs: join(dataDir(), keptAs), kind: "damaged" },
    ]);
    await killAndStart();
    expect(await isSignedIn(admin)).toBe(true);
    expect((await storageOf(admin)).setAside).toEqual(setAside);
    expect(troubled()).toEqual([]);
  });
});
