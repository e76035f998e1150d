import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { RawConnection } from "../attacks/raw-http.ts";
import type { Browser, Stream } from "./browser.ts";
import { startHousehold, type Household } from "./household.ts";
import { TestClock } from "./test-clock.ts";

const PER_PERSON = 32;
const PER_ADDRESS = 256;
const RECHECKED_AFTER_MS = 2 * 60_000 + 30_000;
/** No longer than this does a stream wait for the first reading. */
const WAITED_FOR_MS = 10_000;
const STREAM = "/api/dashboard/stream";
const LOGS = ["/api/debug/server-logs", "/api/debug/client-logs"] as const;
const SETTINGS = { TRUST_PROXY: "1", ENABLE_LOG_STREAM: "true" };
const SECRET = { "x-webhook-secret": "webhook-secret-of-the-house" };

let household: Household;
let clock: TestClock;
let calls: number;

beforeEach(async () => {
  calls = 0;
  clock = new TestClock();
  household = await startHousehold({ clock });
  await household.start(SETTINGS);
});
afterEach(async () => {
  await household.stop();
});

/** Every call from somewhere else, so that no limit of an address is met. */
function elsewhere(): { "x-forwarded-for": string } {
  calls += 1;
  return { "x-forwarded-for": `10.1.${calls >> 8}.${calls & 255}` };
}

async function open(browser: Browser, count: number, path = STREAM): Promise<Stream[]> {
  return await Promise.all(Array.from({ length: count }, () => browser.follow(path, elsewhere())));
}

function statusesOf(streams: readonly Stream[]): number[] {
  return [...new Set(streams.map(({ status }) => status))];
}

/** How many streams somebody can have open once all are closed that are to be; more are tried than there are places. */
async function placesFor(browser: Browser): Promise<number> {
  await untilOpen(0);
  const streams = await open(browser, PER_PERSON + 2);
  const isOpen = streams.filter(({ status }) => status === 200);
  for (const one of streams) one.close();
  await untilOpen(0);
  return isOpen.length;
}

/** Waits until the server itself says that so many streams are open. */
async function untilOpen(count: number): Promise<void> {
  const admin = household.browser();
  const headers = elsewhere();
  const login = { username: "Root", password: "root-password" };
  await admin.post("/api/auth/login", login, { headers });
  await expect
    .poll(async () => {
      const { text } = await admin.get("/api/status/status", { headers });
      return (JSON.parse(text) as { sse: { clients: number } }).sse.clients;
    })
    .toBe(count);
}

describe("streams of one person", () => {
  test("are 32 of all kinds; the next one is told what to do and when to come back, and others are let in", async () => {
    const admin = await household.signedIn("admin");
    const streams = [
      ...(await open(admin, 10)),
      ...(await open(admin, 10, `${STREAM}?delta=1&showAll=true`)),
      ...(await open(admin, 6, LOGS[0])),
      ...(await open(admin, 6, LOGS[1])),
    ];
    expect(statusesOf(streams)).toEqual([200]);
    for (const path of [STREAM, ...LOGS]) {
      const refused = await admin.get(path, { headers: elsewhere() });
      expect(refused.status).toBe(429);
      expect(refused.headers).toMatchObject({
        "retry-after": "60",
        "content-type": "application/json; charset=utf-8",
      });
      expect(JSON.parse(refused.text)).toEqual({
        error: "Too many pages of yours are open; close one.",
      });
    }
    // Another browser of theirs is the same person; what is no stream is not counted.
    const other = await household.signedIn("admin");
    expect(statusesOf(await open(other, 1))).toEqual([429]);
    expect(
      (await admin.get("/api/dashboard/user-downloads", { headers: elsewhere() })).status,
    ).toBe(200);
    expect(statusesOf(await open(await household.signedIn("alice"), 1))).toEqual([200]);
    streams[0]?.close();
    await expect.poll(async () => statusesOf(await open(other, 1))).toEqual([200]);
  });

  test("with a password count as that person's, and with the secret as nobody's", async () => {
    const admin = await household.signedIn("admin");
    await open(admin, PER_PERSON);
    const asRoot = `Basic ${Buffer.from("Root:root-password").toString("base64")}`;
    const guest = household.browser();
    const headers = { ...elsewhere(), authorization: asRoot };
    expect((await guest.follow(LOGS[0], headers)).status).toBe(429);
    expect((await guest.follow(LOGS[0], { ...elsewhere(), ...SECRET })).status).toBe(200);
  });
});

describe("streams from one address", () => {
  test("are 256; the refusal tells an admin behind a proxy what to set", async () => {
    const headers = { "x-forwarded-for": "192.0.2.1" };
    const guest = household.browser();
    for (let n = 0; n < PER_ADDRESS; n += 1) {
      expect((await guest.follow(LOGS[0], { ...headers, ...SECRET })).status).toBe(200);
    }
    const alice = await household.signedIn("alice");
    const refused = await alice.get(STREAM, { headers });
    expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
    expect(JSON.parse(refused.text)).toEqual({
      error: "Too many pages are open at this address; close one.",
      details: expect.stringContaining("TRUST_PROXY") as string,
    });
    expect(statusesOf(await open(alice, 1))).toEqual([200]);
  });
});

describe("a place is given back, once,", () => {
  let alice: Browser;
  beforeEach(async () => {
    alice = await household.signedIn("alice");
  });

  /** Afterwards streams wait for a first reading that does not come. */
  async function restartUnread(): Promise<void> {
    await household.stopServer();
    household.sabnzbd.server.fault = "hang";
    await household.start(SETTINGS);
    alice = await household.signedIn("alice");
  }

  test("when the browser closes the page", async () => {
    for (const one of await open(alice, PER_PERSON)) one.close();
    expect(await placesFor(alice)).toBe(PER_PERSON);
  });

  test("when the person signs out, on every page of that browser", async () => {
    const streams = await open(alice, PER_PERSON);
    await alice.post("/api/auth/logout", undefined, { headers: elsewhere() });
    for (const one of streams) await one.until(() => one.isClosed, "the stream has ended");
    expect(await placesFor(await household.signedIn("alice"))).toBe(PER_PERSON);
  });

  test("when the browser left before the first reading was there", async () => {
    await restartUnread();
    await Promise.all(
      Array.from({ length: PER_PERSON * 2 }, () => alice.streamAndLeave(200, elsewhere())),
    );
    expect(await placesFor(alice)).toBe(PER_PERSON);
  });

  test("when the browser left before it was known who it is", async () => {
    clock.advance(RECHECKED_AFTER_MS);
    household.mediaServer.server.fault = "hang";
    await Promise.all(
      Array.from({ length: PER_PERSON * 2 }, () => alice.streamAndLeave(200, elsewhere())),
    );
    household.mediaServer.server.fault = null;
    // What was asked and not answered comes to its end at once.
    await household.mediaServer.server.stop();
    await household.mediaServer.server.start();
    expect(await placesFor(alice)).toBe(PER_PERSON);
  });

  test("when the person signed out before the first reading was there", async () => {
    await restartUnread();
    const opening = open(alice, PER_PERSON);
    await expect.poll(() => household.sabnzbd.server.requests.length).toBeGreaterThan(0);
    await alice.post("/api/auth/logout", undefined, { headers: elsewhere() });
    clock.advance(WAITED_FOR_MS);
    expect(statusesOf(await opening)).toEqual([401]);
    household.sabnzbd.server.fault = null;
    expect(await placesFor(await household.signedIn("alice"))).toBe(PER_PERSON);
  });

  test("when a connection with many of them in a row is cut", async () => {
    const cookie = [...alice.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const connection = await RawConnection.open(household.url());
    connection.say(
      `GET ${STREAM} HTTP/1.1\r\nHost: sofarr\r\nCookie: ${cookie}\r\n\r\n`.repeat(PER_PERSON),
    );
    await untilOpen(PER_PERSON);
    connection.close();
    expect(await placesFor(alice)).toBe(PER_PERSON);
  });

  test("and none is taken by what is no stream: a refusal, a question for the head alone", async () => {
    const guest = household.browser();
    const statuses = new Set<number>();
    for (let n = 0; n < PER_PERSON + 5; n += 1) {
      for (const path of [STREAM, ...LOGS]) {
        statuses.add((await guest.get(path, { headers: elsewhere() })).status);
        statuses.add((await alice.send("HEAD", path, { headers: elsewhere() })).status);
      }
      statuses.add((await alice.get(LOGS[0], { headers: elsewhere() })).status);
    }
    expect(statuses).toEqual(new Set([401, 403, 404]));
    expect(await placesFor(alice)).toBe(PER_PERSON);
  });
});
