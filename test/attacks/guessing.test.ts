import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Answer, Browser } from "../journeys/browser.ts";
import { startHousehold, type Household } from "../journeys/household.ts";
import { expectNoSecretsLogged } from "../journeys/secrets.ts";
import { TestClock } from "../journeys/test-clock.ts";

/** Of one account, wherever they come from. */
const MOST_FAILURES = 20;
const ONE_MORE_AFTER_S = 60;
const BROWSER = "sofarr_browser";
/** All the same name to a media server. */
const SPELLINGS = ["Alice", "alice", "ALICE", "aLiCe", "alice ", "\uff21lice"];
const PASSWORD_CHECK_MS = 400;

let household: Household;
let clock: TestClock;
let lastAddress: number;

beforeEach(async () => {
  lastAddress = 0;
  clock = new TestClock();
  household = await startHousehold({ clock });
  await household.start({ TRUST_PROXY: "1", ENABLE_LOG_STREAM: "true" });
  // From here on refusals take no longer than this did.
  await household.signedIn("bob");
});
afterEach(async () => {
  await household.stop();
  expectNoSecretsLogged(household);
});

/** One guess, from an address that was never used before. */
async function guess(
  username: string,
  password: string,
  browser = household.browser(),
): Promise<Answer> {
  lastAddress += 1;
  const headers = { "x-forwarded-for": `198.51.${lastAddress >> 8}.${lastAddress & 255}` };
  return await browser.post("/api/auth/login", { username, password }, { headers });
}

/** As many guesses as are let through. */
async function exhaust(): Promise<void> {
  for (let time = 0; time < MOST_FAILURES; time += 1) {
    const spelling = SPELLINGS[time % SPELLINGS.length] ?? "";
    expect(await guess(spelling, `wrong ${time}`)).toMatchObject({ status: 401 });
  }
}

/** A browser with which somebody signed in, and then out again. */
async function familiarBrowser(username: string, password: string): Promise<Browser> {
  const browser = household.browser();
  await browser.login(username, password);
  await browser.post("/api/auth/logout");
  expect([...browser.cookies.keys()]).toEqual([BROWSER]);
  return browser;
}

describe("guessing one account's password from many addresses", () => {
  test("gets twenty tries and then one a minute, however the name is written", async () => {
    await exhaust();
    const attempts = household.mediaServer.signInAttempts().length;
    for (const spelling of SPELLINGS) {
      const refused = await guess(spelling, "alice-password");
      expect(refused.status).toBe(429);
      expect(refused.text).toMatch(
        /Too many failed sign-ins to this account; try again in \d+ seconds\./u,
      );
      expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(ONE_MORE_AFTER_S);
    }
    expect(household.mediaServer.signInAttempts()).toHaveLength(attempts);
    clock.advance(ONE_MORE_AFTER_S * 1000);
    expect((await guess("Alice", "wrong")).status).toBe(401);
    expect((await guess("Alice", "wrong")).status).toBe(429);
    expect(household.mediaServer.signInAttempts()).toHaveLength(attempts + 1);
  });

  test("gets no further by trying many at once", async () => {
    const before = household.mediaServer.signInAttempts().length;
    household.mediaServer.passwordCheckMs = 100;
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_unused, at) => guess("Alice", `wrong ${at}`)),
    );
    expect(household.mediaServer.signInAttempts()).toHaveLength(before + MOST_FAILURES);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - MOST_FAILURES);
  });

  test("gets no further through the door to the logs", async () => {
    household.mediaServer.addUser({ name: "Second", password: "x", isAdmin: true });
    const knock = async (): Promise<number> => {
      lastAddress += 1;
      const authorization = `Basic ${Buffer.from("Alice:wrong").toString("base64")}`;
      const headers = { "x-forwarded-for": `203.0.113.${lastAddress}`, authorization };
      return (await household.browser().get("/api/debug/server-logs", { headers })).status;
    };
    for (let time = 0; time < MOST_FAILURES / 2; time += 1) {
      expect(await knock()).toBe(401);
      expect((await guess("Alice", "wrong")).status).toBe(401);
    }
    expect(await knock()).toBe(429);
    expect((await guess("Alice", "wrong")).status).toBe(429);
  });
});

describe("whoever is guessed at", () => {
  test("gets in all the while where they have signed in before, also after a restart", async () => {
    const sofa = await familiarBrowser("Alice", "alice-password");
    await exhaust();
    expect((await guess("Alice", "alice-password")).status).toBe(429);
    expect((await guess("alice", "alice-password", sofa)).status).toBe(200);
    await household.stopServer();
    await household.start({ TRUST_PROXY: "1" });
    await household.signedIn("bob");
    await exhaust();
    const again = household.browser();
    again.setCookie(BROWSER, sofa.cookies.get(BROWSER) ?? "");
    expect((await guess("Alice", "alice-password", again)).status).toBe(200);
  });

  test("gets in elsewhere after a minute at most, once nobody else takes the turn", async () => {
    await exhaust();
    const refused = await guess("Alice", "alice-password");
    clock.advance(Number(refused.headers["retry-after"]) * 1000);
    expect((await guess("Alice", "alice-password")).status).toBe(200);
  });

  test("stays signed in, and nobody else notices", async () => {
    const alice = await household.signedIn("alice");
    await exhaust();
    expect((await alice.get("/api/dashboard/user-downloads")).status).toBe(200);
    expect((await guess("Root", "root-password")).status).toBe(200);
  });
});

describe("a familiar browser", () => {
  test("is one for its own people alone: not for another account, and not by a cookie of one's own making", async () => {
    const bobs = await familiarBrowser("Bob", "bob-password");
    const made = household.browser();
    made.setCookie(BROWSER, `${"A".repeat(16)}.${"A".repeat(43)}`);
    await exhaust();
    for (const browser of [bobs, made]) {
      expect((await guess("Alice", "alice-password", browser)).status).toBe(429);
    }
  });

  test("that is stolen gives twenty more guesses, and opens nothing", async () => {
    const stolen = await familiarBrowser("Alice", "alice-password");
    expect((await stolen.get("/api/dashboard/user-downloads")).status).toBe(401);
    for (let time = 0; time < MOST_FAILURES; time += 1) {
      expect((await guess("Alice", "wrong", stolen)).status).toBe(401);
    }
    expect((await guess("Alice", "alice-password", stolen)).status).toBe(429);
  });

  test("is remembered out of reach of scripts and other sites, for https alone where there is https", async () => {
    const lineIn = (answer: Answer): string =>
      answer.headers["set-cookie"]?.find((line) => line.startsWith(`${BROWSER}=`)) ?? "";
    const plain = lineIn(await guess("Alice", "alice-password"));
    expect(plain).toContain("HttpOnly; SameSite=Strict");
    expect(plain).not.toContain("Secure");
    const headers = { "x-forwarded-proto": "https" };
    const body = { username: "Alice", password: "alice-password" };
    expect(lineIn(await household.browser().post("/api/auth/login", body, { headers }))).toContain(
      "; Secure",
    );
  });
});

describe("whether a name is somebody's", () => {
  test("is not told by what a refusal says, by its headers, or by what the media server is asked", async () => {
    const { server } = household.mediaServer;
    const kinds = new Set<string>();
    for (const name of [
      "Alice",
      "Nobody",
      "alice@example.org",
      "'; DROP TABLE users; --",
      "\u202eecilA",
    ]) {
      const before = server.requests.length;
      const { status, headers, text } = await guess(name, "wrong");
      const calls = server.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
      const own = calls.filter((call) => call.includes("Authenticate"));
      const told = Object.keys(headers).toSorted().join();
      kinds.add(JSON.stringify([status, text, told, own]));
    }
    expect([...kinds]).toHaveLength(1);
  });

  test("is not told by how often it may be tried", async () => {
    const statuses = async (name: string): Promise<number[]> => {
      const all: number[] = [];
      for (let time = 0; time <= MOST_FAILURES; time += 1)
        all.push((await guess(name, "wrong")).status);
      return all;
    };
    expect(await statuses("Nobody")).toEqual(await statuses("Alice"));
  });

  test("is not told by how long a refusal takes", async () => {
    household.mediaServer.passwordCheckMs = PASSWORD_CHECK_MS;
    await household.signedIn("alice");
    const startedAt = performance.now();
    expect((await guess("Nobody", "wrong")).status).toBe(401);
    // The media server itself refused at once.
    expect(performance.now() - startedAt).toBeGreaterThan(PASSWORD_CHECK_MS - 50);
  });
});
