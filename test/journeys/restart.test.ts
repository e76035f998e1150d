import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Browser } from "./browser.ts";
import { ChildServer } from "./child-server.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { hasIpv6Loopback } from "./ipv6-loopback.ts";

const SESSION = "emby_user";
const STOPS_WITHIN_MS = 10_000;
const EXIT_CONFIG = 78;

describe("after a restart", () => {
  let household: Household;
  beforeEach(async () => {
    household = await startHousehold();
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    await household.start();
  });
  afterEach(async () => {
    await household.stop();
  });

  /** The same browser, at the server that now runs. */
  const again = (browser: Browser): Browser => {
    const next = household.browser();
    for (const [name, value] of browser.cookies) next.setCookie(name, value);
    next.csrfToken = browser.csrfToken;
    return next;
  };

  test("everybody is still signed in, sees their own, and may still sign out", async () => {
    const before = await household.signedIn("alice");
    await household.stopServer();
    await household.start();
    const alice = again(before);
    const { downloads } = await alice.downloads();
    expect(downloads.map(({ title }) => title)).toEqual(["Harbor.Lights.S01E01"]);
    expect((await alice.post("/api/auth/logout")).status).toBe(200);
    expect(household.mediaServer.sessions()).toHaveLength(0);
  });

  test("a stream that comes back with an event id of before gets the whole page", async () => {
    const before = await household.signedIn("alice");
    const old = await before.stream("?delta=table");
    await old.until(() => old.view().size === 1, "hers");
    const lastEventId = old.events.at(-1)?.id ?? "";
    await household.stopServer();
    await household.start();
    const stream = await again(before).stream("?delta=table", { "last-event-id": lastEventId });
    await stream.until(() => stream.view().size === 1, "hers again");
    expect(stream.events[0]?.event).toBe("table");
    stream.close();
  });

  test("people see their own also while the media server is down", async () => {
    const before = await household.signedIn("alice");
    await household.stopServer();
    await household.mediaServer.stop();
    await household.start();
    const payload = await again(before).downloads();
    expect(payload.downloads).toHaveLength(1);
    expect(payload.sources.find(({ id }) => id === "media-server")).toMatchObject({
      state: "failed",
    });
  });

  test("a label that fits two is nobody's, also while the media server is down and one of them never signed in", async () => {
    const password = "john-password";
    household.mediaServer.addUser({ name: "john-doe", password });
    household.mediaServer.addUser({ name: "John Doe", password });
    grabEpisode(household, { title: "Quiet.Hills.S01E01", tags: ["john-doe"], series: "Hills" });
    grabEpisode(household, { title: "Still.Lake.S01E01", tags: ["john doe"], series: "Lake" });
    const before = household.browser();
    // Signing in makes the list of people old: it is read again, with the two that are new in it.
    expect((await before.login("John Doe", password)).status).toBe(200);
    const titles = async (browser: Browser): Promise<readonly string[]> =>
      (await browser.downloads()).downloads.map(({ title }) => title);
    await expect.poll(() => titles(before)).toEqual(["Still.Lake.S01E01"]);
    await household.stopServer();
    await household.mediaServer.stop();
    await household.start();
    const john = again(before);
    await expect.poll(() => titles(john)).toEqual(["Still.Lake.S01E01"]);
  });

  test("with another cookie secret everybody signs in anew, and nothing breaks", async () => {
    const before = await household.signedIn("alice");
    await household.stopServer();
    await household.start({ COOKIE_SECRET: "a new secret for everybody" });
    const alice = again(before);
    expect((await alice.get("/api/dashboard/user-downloads")).status).toBe(401);
    expect((await alice.login("Alice", "alice-password")).status).toBe(200);
    expect((await alice.downloads()).downloads).toHaveLength(1);
  });
});

describe("the program", () => {
  let household: Household;
  let server: ChildServer | null;
  beforeEach(async () => {
    server = null;
    household = await startHousehold();
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
  });
  afterEach(async () => {
    await server?.end("SIGKILL");
    await household.stop();
  });

  async function signedIn(): Promise<Browser> {
    const browser = (server as ChildServer).browser();
    expect((await browser.login("Alice", "alice-password")).status).toBe(200);
    return browser;
  }

  test("loses nobody's session when it is killed", async () => {
    server = await ChildServer.start(household.environment);
    const before = await signedIn();
    expect(await server.end("SIGKILL")).toMatchObject({ signal: "SIGKILL" });
    server = await ChildServer.start(household.environment);
    const alice = server.browser();
    alice.setCookie(SESSION, before.cookies.get(SESSION) ?? "");
    expect((await alice.downloads()).downloads).toHaveLength(1);
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends streams properly and itself within seconds, whoever hangs",
    async (signal) => {
      household.sabnzbd.server.fault = "hang";
      household.radarr.server.fault = "drip";
      server = await ChildServer.start(household.environment);
      const alice = await signedIn();
      const streams = [await alice.stream(), await alice.stream("?delta=table")];
      for (const stream of streams) {
        await stream.until(() => stream.view().size === 1, "hers");
      }
      household.mediaServer.server.fault = "hang";
      const hanging = server.browser().login("Bob", "bob-password");
      await expect.poll(() => seesSignIn(household, "Bob")).toBe(true);
      const askedAt = Date.now();
      const [ended, cut] = await Promise.all([server.end(signal), hanging.catch(() => null)]);
      expect(Date.now() - askedAt).toBeLessThan(STOPS_WITHIN_MS);
      expect(ended).toMatchObject({ code: 0, signal: null, stderr: "" });
      expect(cut?.status).not.toBe(200);
      for (const stream of streams) {
        await stream.until(() => stream.isClosed, "ended");
        expect(stream.isWhole).toBe(true);
      }
    },
  );

  test("serves everything below BASE_PATH, cookies and posters included", async () => {
    server = await ChildServer.start({ ...household.environment, BASE_PATH: "/sofarr" });
    const browser = server.browser();
    const answer = await browser.login("Alice", "alice-password");
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]?.join("\n")).toMatch(/^emby_user=.*Path=\/sofarr\//mu);
    const [download] = (await browser.downloads()).downloads;
    expect(download?.coverArt).toMatch(/^\/sofarr\/api\/dashboard\/cover-art/u);
    const root = new Browser(server.url.replace(/\/sofarr$/u, ""));
    for (const [name, value] of browser.cookies) root.setCookie(name, value);
    expect((await root.get(download?.coverArt ?? "")).status).toBe(200);
    expect((await root.get("/health")).status).toBe(200);
    expect((await root.get("/api/auth/me")).status).toBe(404);
    const stream = await browser.stream();
    await stream.until(() => stream.view().size === 1, "hers");
    stream.close();
  });

  test.skipIf(!hasIpv6Loopback)("listens on an IPv6 address, also in brackets", async () => {
    server = await ChildServer.start({ ...household.environment, HOST: "[::1]" });
    expect(server.url).toContain("[::1]");
    expect((await (await signedIn()).downloads()).downloads).toHaveLength(1);
  });
});

describe("a second one on the same DATA_DIR", () => {
  let household: Household;
  beforeEach(async () => {
    household = await startHousehold();
  });
  afterEach(async () => {
    await household.stop();
  });

  test("does not start and says why, and the first goes on; once that is killed, the next starts", async () => {
    const first = await ChildServer.start(household.environment);
    let second: ChildServer | null = null;
    try {
      const ended = await ChildServer.runToEnd({ ...household.environment, PORT: "0" });
      expect(ended.code).toBe(1);
      expect(ended.stderr).toBe(
        `sofarr could not start. Another sofarr is using DATA_DIR, ${household.dataDir}. Stop that one first, or set DATA_DIR to a folder of its own for this one.\n`,
      );
      const alice = first.browser();
      expect((await alice.login("Alice", "alice-password")).status).toBe(200);
      await first.end("SIGKILL");
      second = await ChildServer.start(household.environment);
      const again = second.browser();
      again.setCookie(SESSION, alice.cookies.get(SESSION) ?? "");
      expect((await again.get("/api/dashboard/user-downloads")).status).toBe(200);
      // A proper stop leaves the folder to the next one just as well.
      await second.end("SIGTERM");
      second = await ChildServer.start(household.environment);
    } finally {
      await first.end("SIGKILL");
      await second?.end("SIGKILL");
    }
  });
});

describe("a start that cannot succeed", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "sofarr-start-"));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  const settings = (change: Record<string, string> = {}) => ({
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "silent",
    DATA_DIR: dataDir,
    ...change,
  });

  test("names every mistake in the configuration at once, and no secret", async () => {
    const ended = await ChildServer.runToEnd({
      DATA_DIR: dataDir,
      PORT: "99999",
      LOG_LEVEL: "loud",
      POLL_INTERVAL: "soon",
      EMBY_URL: "ftp://media",
      COOKIE_SECRET: "short",
      TRUST_PROXY: "perhaps",
      SONARR_INSTANCES: '[{"name":"main","url":"nowhere","apiKey":"sonarr-secret-key"}]',
      QBITTORRENT_INSTANCES: '[{"name":"main","url":"http://qb","username":"me"',
      SABNZBD_INSTANCES: '[{"name":"main","url":"http://sab"}]',
      OMBI_URL: "http://user:ombi-secret@ombi",
      OMBI_API_KEY: "ombi-secret-key",
    });
    expect(ended.code).toBe(EXIT_CONFIG);
    expect(ended.stdout).toBe("");
    const named = [...ended.stderr.matchAll(/^ {2}([A-Z_]+)/gmu)].map(([, name]) => name);
    expect(new Set(named)).toEqual(
      new Set([
        "COOKIE_SECRET",
        "EMBY_URL",
        "LOG_LEVEL",
        "OMBI_URL",
        "POLL_INTERVAL",
        "PORT",
        "QBITTORRENT_INSTANCES",
        "SABNZBD_INSTANCES",
        "SONARR_INSTANCES",
        "TRUST_PROXY",
      ]),
    );
    expect(ended.stderr).not.toMatch(/sonarr-secret|ombi-secret/u);
  });

  test("says that the data folder can be none", async () => {
    const folder = join(dataDir, "taken");
    writeFileSync(folder, "");
    const ended = await ChildServer.runToEnd(settings({ DATA_DIR: folder }));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^sofarr could not start\. .*DATA_DIR.*may write to/u);
  });

  test("says that the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const { port } = other.address() as AddressInfo;
    const ended = await ChildServer.runToEnd(settings({ PORT: String(port) }));
    other.close();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^sofarr could not start\. .*port \d+\. Set PORT/u);
  });
});

function seesSignIn({ mediaServer }: Household, name: string): boolean {
  return mediaServer.server.requests.some(({ body }) => body.includes(name));
}
