import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Answer, Browser, Stream } from "./browser.ts";
import { startHousehold, type Household } from "./household.ts";
import { TestClock } from "./test-clock.ts";

const LOGS = ["/api/debug/server-logs", "/api/debug/client-logs"] as const;
const CLIENT_LOGS = LOGS[1];
const SECRET = { "x-webhook-secret": "webhook-secret-of-the-house" };
/** Rights are asked for again after two minutes, for open streams within half a minute more. */
const RECHECKED_AFTER_MS = 2 * 60_000 + 30_000;
const MOST_FAILURES = 10;

let household: Household;
let clock: TestClock;

beforeEach(async () => {
  clock = new TestClock();
  household = await startHousehold({ clock });
});
afterEach(async () => {
  await household.stop();
});

async function start(change: Record<string, string> = {}): Promise<void> {
  await household.start({ ENABLE_LOG_STREAM: "true", ...change });
}

function basic(username: string, password: string): { authorization: string } {
  const credentials = Buffer.from(`${username}:${password}`).toString("base64");
  return { authorization: `Basic ${credentials}` };
}

const asRoot = basic("Root", "root-password");

function entriesIn(stream: Stream): Record<string, unknown>[] {
  return stream.events.map(({ data }) => JSON.parse(data) as Record<string, unknown>);
}

/** Whether a stream opens; it is closed again. */
async function statusOf(
  browser: Browser,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const stream = await browser.follow(path, headers);
  stream.close();
  return stream.status;
}

function handIn(
  browser: Browser,
  lines: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return browser.post(CLIENT_LOGS, lines, { headers });
}

const LINE = { level: "info", message: "hello" };

describe("the doors to the logs", () => {
  test("are shut to everybody while the logs are off, which anyone may know", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    const status = await household.browser().get("/api/debug/status");
    expect([status.status, JSON.parse(status.text)]).toEqual([200, { enabled: false }]);
    for (const path of LOGS) {
      expect(await statusOf(admin, path)).toBe(403);
      expect(await statusOf(household.browser(), path, SECRET)).toBe(403);
      expect(await statusOf(household.browser(), path, asRoot)).toBe(403);
    }
    expect(await handIn(admin, [LINE])).toMatchObject({ status: 403 });
    expect(household.mediaServer.signInAttempts()).toHaveLength(1);
  });

  test("are not even asked for by an address that is not allowed", async () => {
    await start({ LOG_ALLOW_SUBNETS: "10.1.0.0/16", TRUST_PROXY: "1" });
    const status = await household.browser().get("/api/debug/status");
    expect(JSON.parse(status.text)).toEqual({ enabled: true });
    const admin = await household.signedIn("admin");
    const from = (address: string) => ({ "x-forwarded-for": address });
    for (const path of LOGS) {
      expect(await statusOf(admin, path)).toBe(403);
      expect(await statusOf(household.browser(), path, SECRET)).toBe(403);
      expect(await statusOf(household.browser(), path, asRoot)).toBe(403);
      expect(await statusOf(admin, path, from("10.1.2.3"))).toBe(200);
      expect(await statusOf(admin, path, from("::ffff:10.1.2.3"))).toBe(200);
      expect(await statusOf(admin, path, from("10.2.0.1"))).toBe(403);
      // What somebody wrote before the proxy did counts for nothing.
      expect(await statusOf(admin, path, from("10.1.2.3, 192.0.2.1"))).toBe(403);
    }
    expect(household.mediaServer.signInAttempts()).toHaveLength(1);
  });

  test("believe no address that a stranger writes while no proxy is trusted", async () => {
    await start({ LOG_ALLOW_SUBNETS: "10.1.0.0/16" });
    const headers = { ...SECRET, "x-forwarded-for": "10.1.2.3" };
    expect(await statusOf(household.browser(), LOGS[0], headers)).toBe(403);
  });

  test("open to the webhook secret in its header, and in nothing else", async () => {
    await start();
    const stranger = household.browser();
    expect(await statusOf(stranger, LOGS[0], SECRET)).toBe(200);
    for (const headers of [
      { "x-webhook-secret": "webhook-secret-of-the-hous" },
      { "x-webhook-secret": "" },
      { "x-sofarr-webhook-secret": SECRET["x-webhook-secret"] },
    ]) {
      expect(await statusOf(stranger, LOGS[0], headers as Record<string, string>)).toBe(401);
    }
    expect(await statusOf(stranger, `${LOGS[0]}?secret=${SECRET["x-webhook-secret"]}`)).toBe(401);
    await household.stopServer();
    delete household.environment["SOFARR_WEBHOOK_SECRET"];
    await start();
    for (const value of ["", "undefined", "null", "[redacted]"]) {
      const headers = { "x-webhook-secret": value };
      expect(await statusOf(household.browser(), LOGS[0], headers)).toBe(401);
    }
  });

  test("open to an admin's session, not to others', and ask nobody for a password behind a page", async () => {
    await start();
    const admin = await household.signedIn("admin");
    const alice = await household.signedIn("alice");
    const stranger = household.browser();
    for (const path of LOGS) {
      expect(await statusOf(admin, path)).toBe(200);
      expect(await statusOf(alice, path)).toBe(403);
      const byHand = await stranger.get(path);
      expect([byHand.status, byHand.headers["www-authenticate"]]).toEqual([
        401,
        'Basic realm="sofarr logs"',
      ]);
      const byScript = await stranger.get(path, { headers: { "sec-fetch-mode": "cors" } });
      expect([byScript.status, byScript.headers["www-authenticate"]]).toEqual([401, undefined]);
    }
  });

  test("open to an admin's name and password, which are checked each time and leave nothing behind", async () => {
    await start();
    const stranger = household.browser();
    const alice = await household.signedIn("alice");
    expect(await statusOf(stranger, LOGS[0], asRoot)).toBe(200);
    expect(await statusOf(alice, LOGS[0], asRoot)).toBe(200);
    expect(await statusOf(stranger, LOGS[0], basic("Root", "wrong"))).toBe(401);
    expect(await statusOf(stranger, LOGS[0], basic("Nobody", "wrong"))).toBe(401);
    expect(await statusOf(stranger, LOGS[0], { authorization: "Basic ???" })).toBe(401);
    expect(await statusOf(stranger, LOGS[0], basic("Alice", "alice-password"))).toBe(403);
    expect(await handIn(stranger, [LINE], asRoot)).toMatchObject({ status: 200 });
    expect(household.mediaServer.signInAttempts()).toHaveLength(7);
    await expect
      .poll(() => household.mediaServer.sessions().map(({ user }) => user.name))
      .toEqual(["Alice"]);
    household.mediaServer.setPolicy(household.users.admin.id, { isAdmin: false });
    expect(await statusOf(stranger, LOGS[0], asRoot)).toBe(403);
  });

  test("are no way around the limit of failed sign-ins", async () => {
    await start();
    const stranger = household.browser();
    const wrong = basic("Root", "wrong");
    for (let n = 0; n < MOST_FAILURES; n += 1) {
      expect(await statusOf(stranger, LOGS[n % 2] ?? "", wrong)).toBe(401);
    }
    expect(await statusOf(stranger, LOGS[0], asRoot)).toBe(429);
    expect(await stranger.login("Root", "root-password")).toMatchObject({ status: 429 });
    expect(household.mediaServer.signInAttempts()).toHaveLength(MOST_FAILURES);
    // Who needs no password is not kept out.
    expect(await statusOf(stranger, LOGS[0], SECRET)).toBe(200);
  });

  test("tell trouble with the media server from a wrong password", async () => {
    await start();
    household.mediaServer.server.fault = "status-500";
    expect(await statusOf(household.browser(), LOGS[0], asRoot)).toBe(502);
  });
});

describe("the server's log", () => {
  test("is told as it is written, without a secret in it, and goes on where somebody left off", async () => {
    await start();
    const admin = await household.signedIn("admin");
    const stream = await admin.follow(LOGS[0]);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "x-accel-buffering": "no",
    });
    await stream.until(
      () => entriesIn(stream).some(({ message }) => message === "sofarr is listening"),
      "what was written before",
    );
    expect(
      entriesIn(stream).find(({ message }) => message === "sofarr is listening"),
    ).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-.+Z$/u) as string,
      level: "info",
      details: { port: expect.any(Number) as number },
    });
    const lastId = stream.events.at(-1)?.id ?? "";
    const before = stream.events.length;
    const alice = await household.signedIn("alice");
    await stream.until(
      () =>
        entriesIn(stream)
          .slice(before)
          .some(({ message }) => message === "signed in"),
      "what was written now",
    );
    const again = await admin.follow(LOGS[0], { "last-event-id": lastId });
    await again.until(() => again.events.length > 0, "what was missed");
    expect(again.events[0]?.data).toBe(stream.events[before]?.data);

    household.radarr.server.fault = "status-401";
    // Nobody looks at downloads, so it is read now and then only.
    clock.advance(60_000);
    await stream.until(() => stream.raw.includes("radarr-main"), "trouble");
    const secrets = [
      household.radarr.apiKey,
      household.mediaServer.apiKey,
      SECRET["x-webhook-secret"],
      "alice-password",
      alice.csrfToken ?? "",
      ...alice.cookies.values(),
      ...household.mediaServer.sessions().map(({ token }) => token),
    ];
    for (const secret of secrets) expect(stream.raw).not.toContain(secret);
    stream.close();
    again.close();
  });

  test("ends when the session ends, when rights are lost, and when the server stops", async () => {
    await start();
    const [one, two] = [await household.signedIn("admin"), await household.signedIn("admin")];
    const first = await one.follow(LOGS[0]);
    const second = await two.follow(LOGS[0]);
    const byPassword = await household.browser().follow(LOGS[1], asRoot);
    const bySecret = await household.browser().follow(LOGS[1], SECRET);
    expect(await one.post("/api/auth/logout")).toMatchObject({ status: 200 });
    await first.until(() => first.isClosed, "the end of the session");
    expect([second.isClosed, byPassword.isClosed, bySecret.isClosed]).toEqual([
      false,
      false,
      false,
    ]);
    household.mediaServer.setPolicy(household.users.admin.id, { isAdmin: false });
    clock.advance(RECHECKED_AFTER_MS);
    await second.until(() => second.isClosed, "the end of rights");
    await byPassword.until(() => byPassword.isClosed, "the end of rights, by password");
    expect(bySecret.isClosed).toBe(false);
    await household.stopServer();
    await bySecret.until(() => bySecret.isClosed, "the end of the server");
  });
});

describe("what browsers log", () => {
  test("is taken in and told to whoever follows, one harmless line each", async () => {
    await start();
    const admin = await household.signedIn("admin");
    const stream = await admin.follow(CLIENT_LOGS);
    const at = new Date().toISOString();
    const answer = await handIn(admin, [
      { level: "error", message: "boom\n\nevent: forged\u001b[2J", timestamp: at },
      { level: "warn", message: "x".repeat(100_000) },
    ]);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { success: true, count: 2 }]);
    await stream.until(() => stream.events.length === 2, "both lines");
    expect(entriesIn(stream)).toMatchObject([
      { level: "error", message: "boom event: forged [2J", timestamp: at },
      { level: "warn" },
    ]);
    expect(stream.events.every(({ event }) => event === "message")).toBe(true);
    expect(stream.raw.length).toBeLessThan(5000);
    const late = await household.browser().follow(CLIENT_LOGS, SECRET);
    await late.until(() => late.events.length === 2, "what is kept");
    // The two logs are two.
    const server = await admin.follow(LOGS[0]);
    await server.until(() => server.events.length > 0, "the other log");
    expect(server.raw).not.toContain("boom");
    for (const open of [stream, late, server]) open.close();
  });

  test("by session needs the CSRF token; by secret or password it does not", async () => {
    await start();
    const admin = await household.signedIn("admin");
    const stranger = household.browser();
    admin.csrfToken = null;
    expect(await handIn(admin, [LINE])).toMatchObject({ status: 403 });
    admin.csrfToken = "forged.token";
    expect(await handIn(admin, [LINE])).toMatchObject({ status: 403 });
    expect(await handIn(stranger, [LINE], SECRET)).toMatchObject({ status: 200 });
    expect(await handIn(stranger, [LINE], asRoot)).toMatchObject({ status: 200 });
    const elsewhere = { ...SECRET, "sec-fetch-site": "cross-site" };
    expect(await handIn(stranger, [LINE], elsewhere)).toMatchObject({ status: 403 });
    expect(await handIn(stranger, [LINE])).toMatchObject({ status: 401 });
  });

  test("comes in batches that are not endless, of lines that are lines", async () => {
    await start();
    const stranger = household.browser();
    const many = (count: number): object[] => Array.from({ length: count }, () => LINE);
    expect(await handIn(stranger, many(1000), SECRET)).toMatchObject({ status: 200 });
    expect(await handIn(stranger, [], SECRET)).toMatchObject({ status: 200 });
    for (const bad of [
      many(1001),
      "no json",
      { level: "info", message: "no list" },
      [{ level: "debug", message: "x" }],
      [{ level: "info" }],
      [{ level: "info", message: "x", timestamp: "yesterday" }],
      [null],
    ]) {
      expect(await handIn(stranger, bad, SECRET)).toMatchObject({ status: 400 });
    }
    const huge = [{ level: "info", message: "x".repeat(2 * 1024 * 1024) }];
    expect(await handIn(stranger, huge, SECRET)).toMatchObject({ status: 413 });
  });
});
