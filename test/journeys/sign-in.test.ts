import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { MediaServerOptions } from "../../demo/simulators/media-server/index.ts";
import { openHeaderDroppingProxy } from "../../packages/server/src/upstreams/media-server/header-dropping-proxy.fake.ts";
import type { Answer, Browser } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { expectNoSecretsLogged } from "./secrets.ts";
import { TestClock } from "./test-clock.ts";

/** Rights are asked for again after two minutes, for open streams within half a minute more. */
const RECHECKED_AFTER_MS = 2 * 60_000 + 30_000;
const MOST_FAILURES = 10;

const SERVERS: readonly (MediaServerOptions & { kind: "jellyfin" | "emby"; version: string })[] = [
  { kind: "jellyfin", version: "10.8.13" },
  { kind: "jellyfin", version: "10.11.0" },
  { kind: "jellyfin", version: "12.0.0" },
  { kind: "emby", version: "4.8.11" },
];

let household: Household;
let clock: TestClock;

async function start(mediaServer: MediaServerOptions = {}, change = {}): Promise<void> {
  clock = new TestClock();
  household = await startHousehold({ mediaServer, clock });
  await household.start(change);
}

afterEach(async () => {
  await household.stop();
  expectNoSecretsLogged(household);
});

describe.each(SERVERS)("signing in at $kind $version", (server) => {
  beforeEach(async () => {
    await start(server);
  });

  test("the right password opens a session, and says who it is", async () => {
    const browser = household.browser();
    const answer = await browser.login("aLICE", "alice-password");
    expect(answer.status).toBe(200);
    const user = { id: household.users.alice.id, name: "Alice", isAdmin: false };
    expect(JSON.parse(answer.text)).toEqual({
      success: true,
      user,
      csrfToken: expect.stringMatching(/./u) as string,
    });
    expect(await me(browser)).toEqual({ authenticated: true, user });
    const admin = await household.signedIn("admin");
    expect(await me(admin)).toMatchObject({ user: { name: "Root", isAdmin: true } });
  });

  test("a wrong password and an unknown name look alike", async () => {
    const wrong = await household.browser().login("Alice", "wrong");
    const unknown = await household.browser().login("Nobody", "wrong");
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(401);
      expect(wordsOf(answer)).toBe("Invalid username or password.");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    expect(household.mediaServer.sessions()).toHaveLength(0);
  });

  test("without a password nobody gets in, not even who has none", async () => {
    household.mediaServer.addUser({ name: "Open", password: "" });
    const answer = await household.browser().login("Open", "");
    expect(answer.status).toBe(400);
    expect(household.mediaServer.signInAttempts()).toHaveLength(0);
  });

  test("a disabled account is refused, in other words than a wrong password", async () => {
    household.mediaServer.setPolicy(household.users.alice.id, { isDisabled: true });
    const answer = await household.browser().login("Alice", "alice-password");
    expect(answer.status).toBe(403);
    expect(wordsOf(answer)).toMatch(/disabled/u);
    expect(household.mediaServer.sessions()).toHaveLength(0);
  });

  test("a media server that starts or is down is said to be unreachable, never a wrong password", async () => {
    const { mediaServer } = household;
    const expectUnreachable = async (): Promise<void> => {
      const answer = await household.browser().login("Alice", "alice-password");
      expect([502, 503]).toContain(answer.status);
      expect(wordsOf(answer)).toMatch(/media server unreachable/iu);
      expect(answer.text).not.toMatch(/invalid/iu);
    };
    mediaServer.starting = true;
    await expectUnreachable();
    mediaServer.starting = false;
    await mediaServer.stop();
    await expectUnreachable();
    await mediaServer.start();
    await household.signedIn("alice");
  });

  test("a proxy that drops the Authorization header is no wrong password, and the log says what to change", async () => {
    const proxy = await openHeaderDroppingProxy(household.mediaServer.url);
    try {
      await household.stopServer();
      await household.start({ EMBY_URL: proxy.url });
      const answer = await household.browser().login("Alice", "alice-password");
      expect(answer.status).toBe(502);
      expect(answer.text).not.toContain("Authorization");
      const lines = household.log.filter((line) => line.includes("nobody could sign in"));
      expect(lines).toEqual([expect.stringContaining("pass the Authorization header on")]);
      expect(lines.join("")).not.toMatch(/alice/iu);
    } finally {
      await household.stopServer();
      await proxy.close();
    }
  });

  test("signing out revokes this browser's token, ends its streams, and leaves the other browser alone", async () => {
    const [here, there] = [await household.signedIn("alice"), await household.signedIn("alice")];
    expect(household.mediaServer.sessions()).toHaveLength(2);
    const [mine, other] = [await here.stream(), await there.stream()];
    await mine.until(() => mine.events.length > 0, "the first page");
    const cookie = here.cookies.get("emby_user") ?? "";

    expect((await here.post("/api/auth/logout")).status).toBe(200);
    await mine.until(() => mine.isClosed, "the stream has ended");
    expect(household.mediaServer.sessions()).toHaveLength(1);
    expect(await me(here)).toEqual({ authenticated: false });
    here.setCookie("emby_user", cookie);
    expect((await here.get("/api/dashboard/user-downloads")).status).toBe(401);

    clock.advance(RECHECKED_AFTER_MS);
    expect(await me(there)).toMatchObject({ authenticated: true });
    expect(other.isClosed).toBe(false);
    other.close();
  });

  test.each<{ what: string; act: () => void }>([
    {
      what: "is disabled",
      act: () => household.mediaServer.setPolicy(household.users.alice.id, { isDisabled: true }),
    },
    {
      what: "loses their token",
      act: () => household.mediaServer.revokeTokens(household.users.alice.id),
    },
    { what: "is deleted", act: () => household.mediaServer.removeUser(household.users.alice.id) },
  ])("whoever $what is out within minutes, open streams too", async ({ act }) => {
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    const alice = await household.signedIn("alice");
    const bob = await household.signedIn("bob");
    const stream = await alice.stream();
    await stream.until(() => stream.view().size === 1, "hers");
    act();
    clock.advance(RECHECKED_AFTER_MS);
    await stream.until(() => stream.isClosed, "the stream has ended");
    expect((await alice.get("/api/dashboard/user-downloads")).status).toBe(401);
    expect(await me(alice)).toEqual({ authenticated: false });
    expect(await me(bob)).toMatchObject({ authenticated: true });
  });

  test("whoever is no admin any more sees nobody else's within minutes, open streams too", async () => {
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    const admin = await household.signedIn("admin");
    const stream = await admin.stream("?showAll=true");
    await stream.until(() => stream.view().size === 1, "everybody's");
    household.mediaServer.setPolicy(household.users.admin.id, { isAdmin: false });
    clock.advance(RECHECKED_AFTER_MS);
    await stream.until(() => stream.isClosed, "the stream has ended");
    expect(await admin.downloads("?showAll=true")).toMatchObject({ isAdmin: false, downloads: [] });
    const again = await admin.stream("?showAll=true");
    await again.until(() => again.events.length > 0, "the first page");
    expect(again.view().size).toBe(0);
    again.close();
  });
});

describe("failed sign-ins", () => {
  test("are limited to ten per address, also for who then knows the password; others go on", async () => {
    await start();
    const inside = await household.signedIn("bob");
    const browser = household.browser();
    for (let time = 1; time <= MOST_FAILURES; time += 1) {
      expect((await browser.login("Alice", "wrong")).status).toBe(401);
    }
    const attempts = household.mediaServer.signInAttempts().length;
    const refused = await browser.login("Alice", "alice-password");
    expect(refused.status).toBe(429);
    expect(wordsOf(refused)).toBe(
      "Too many failed sign-ins from this address; try again in 15 minutes.",
    );
    expect(household.mediaServer.signInAttempts()).toHaveLength(attempts);
    expect((await inside.get("/api/dashboard/user-downloads")).status).toBe(200);
  });

  test("successful ones do not count, and forgive nothing", async () => {
    await start();
    const browser = household.browser();
    const statuses: number[] = [];
    for (let time = 1; time <= MOST_FAILURES; time += 1) {
      statuses.push((await browser.login("Alice", "alice-password")).status);
      statuses.push((await browser.login("Alice", "wrong")).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200, 401]));
    expect((await browser.login("Alice", "alice-password")).status).toBe(429);
  });

  test("a made-up address is no way around; behind a proxy that is trusted each has its own count", async () => {
    const fail = async (address: string): Promise<number> => {
      const headers = { "x-forwarded-for": address };
      const body = { username: "Alice", password: "wrong" };
      return (await household.browser().post("/api/auth/login", body, { headers })).status;
    };
    await start();
    for (let time = 1; time <= MOST_FAILURES; time += 1) await fail(`192.0.2.${time}`);
    expect(await fail("192.0.2.99")).toBe(429);
    await household.stopServer();

    await household.start({ TRUST_PROXY: "1" });
    for (let time = 1; time <= MOST_FAILURES; time += 1) await fail("192.0.2.1");
    expect(await fail("192.0.2.1")).toBe(429);
    expect(await fail("192.0.2.2")).toBe(401);
    // Only what the trusted proxy itself added is believed.
    expect(await fail("203.0.113.5, 192.0.2.1")).toBe(429);
  });

  test("trouble with the media server does not count", async () => {
    await start();
    household.mediaServer.starting = true;
    const browser = household.browser();
    for (let time = 0; time <= MOST_FAILURES; time += 1) {
      expect([502, 503]).toContain((await browser.login("Alice", "alice-password")).status);
    }
    household.mediaServer.starting = false;
    await household.signedIn("alice");
  });
});

async function me(browser: Browser): Promise<unknown> {
  const answer = await browser.get("/api/auth/me");
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text);
}

function wordsOf(answer: Answer): string {
  return (JSON.parse(answer.text) as { error: string }).error;
}
