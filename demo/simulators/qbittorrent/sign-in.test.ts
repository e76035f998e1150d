import { afterEach, describe, expect, test } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentOptions,
  type QbittorrentSimulator,
} from "./index.ts";
import { QbittorrentCaller } from "./qbittorrent-caller.ts";

const WRONG = "not-the-password";
const BANNED = "Your IP address has been banned after too many failed authentication attempts.";
const API_KEY = `qbt_${"k".repeat(28)}`;

let simulator: QbittorrentSimulator;
afterEach(() => simulator.stop());

async function start(options: QbittorrentOptions): Promise<QbittorrentCaller> {
  simulator = createQbittorrentSimulator(options);
  await simulator.start();
  return new QbittorrentCaller(simulator);
}

describe.each(["4.1.9", "4.5.2", "5.1.4"] as const)("signing in to %s", (version) => {
  test("the right password is 200 Ok. and a cookie named SID", async () => {
    const caller = await start({ version });
    const answer = await caller.login();
    expect(answer).toMatchObject({ status: 200, body: "Ok." });
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/^SID=[^;]{32}; HttpOnly/);
    expect((await caller.call("app/version")).body).toBe(`v${version}`);
  });

  test("a wrong password is 200 Fails. without a cookie", async () => {
    const caller = await start({ version });
    const answer = await caller.login(WRONG);
    expect(answer).toMatchObject({ status: 200, body: "Fails." });
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });
});

describe("signing in to 5.3.0", () => {
  test("the right password is an empty 204 and a cookie with qBittorrent's own port in its name", async () => {
    const caller = await start({ version: "5.3.0", ownPort: 8080, hostValidation: false });
    const answer = await caller.login();
    expect(answer).toMatchObject({ status: 204, body: "" });
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/^QBT_SID_8080=/);
    expect((await caller.call("app/webapiVersion")).body).toBe("2.16.2");
  });

  test("a wrong password is 401", async () => {
    const caller = await start({ version: "5.3.0" });
    expect(await caller.login(WRONG)).toMatchObject({ status: 401, body: "Unauthorized" });
  });

  test("Basic credentials open a session, wrong ones are 401", async () => {
    const caller = await start({ version: "5.3.0" });
    const basic = (password: string): string =>
      `Basic ${Buffer.from(`${simulator.credentials.username}:${password}`).toString("base64")}`;
    const good = { authorization: basic(simulator.credentials.password) };
    const answer = await caller.call("app/version", { headers: good });
    expect(answer).toMatchObject({ status: 200, body: "v5.3.0" });
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/^QBT_SID_/);
    const bad = { authorization: basic(WRONG) };
    expect((await caller.call("app/version", { headers: bad })).status).toBe(401);
    expect(simulator.loginAttempts()).toBe(2);
  });

  test("the API key needs no cookie, may not touch auth/*, and a wrong one is 403", async () => {
    const caller = await start({ version: "5.3.0", apiKey: API_KEY });
    const headers = { authorization: `Bearer ${API_KEY}` };
    expect(await caller.call("app/version", { headers })).toMatchObject({ status: 200 });
    expect(await caller.call("auth/logout", { method: "POST", headers })).toMatchObject({
      status: 403,
      body: "Forbidden",
    });
    const wrong = { authorization: `Bearer qbt_${"x".repeat(28)}` };
    expect((await caller.call("app/version", { headers: wrong })).status).toBe(403);
  });

  test("the API key skips the cross-site check, a cookie does not", async () => {
    const caller = await start({ version: "5.3.0", apiKey: API_KEY });
    const elsewhere = { origin: "http://elsewhere.example" };
    const headers = { ...elsewhere, authorization: `Bearer ${API_KEY}` };
    expect((await caller.call("app/version", { headers })).status).toBe(200);
    await caller.login();
    expect((await caller.call("app/version", { headers: elsewhere })).status).toBe(401);
  });

  test("everyone with the API key shares one maindata conversation", async () => {
    const caller = await start({ version: "5.3.0", apiKey: API_KEY });
    const headers = { authorization: `Bearer ${API_KEY}` };
    await caller.call("sync/maindata?rid=0", { headers });
    const other = await new QbittorrentCaller(simulator).call("sync/maindata?rid=1", { headers });
    expect(JSON.parse(other.body)).toEqual({ rid: 2 });
    expect(simulator.openSessions()).toBe(1);
  });

  test("the sixteenth session throws out the coldest", async () => {
    const first = await start({ version: "5.3.0" });
    await first.login();
    for (let count = 0; count < 15; count += 1) await new QbittorrentCaller(simulator).login();
    expect(simulator.openSessions()).toBe(15);
    expect((await first.call("app/version")).status).toBe(403);
  });
});

describe("the API key before 5.2", () => {
  test("is not understood: 403 like any call without a session", async () => {
    const caller = await start({ version: "5.1.4", apiKey: API_KEY });
    const headers = { authorization: `Bearer ${API_KEY}` };
    expect((await caller.call("app/version", { headers })).status).toBe(403);
  });
});

describe.each([
  ["4.5.2", { status: 200, body: "Fails." }],
  ["5.3.0", { status: 401, body: "Unauthorized" }],
] as const)("failed logins on %s", (version, failure) => {
  test("the fifth bans: then even the right password is 403 with the reason", async () => {
    const caller = await start({ version });
    for (let count = 0; count < 5; count += 1) {
      expect(await caller.login(WRONG)).toMatchObject(failure);
    }
    expect(await caller.login()).toMatchObject({ status: 403, body: BANNED });
    expect(simulator.loginAttempts()).toBe(6);
    simulator.advanceClock(3_599_000);
    expect((await caller.login()).status).toBe(403);
    simulator.advanceClock(2_000);
    await caller.login();
    expect(caller.cookie).not.toBeNull();
  });

  test("a success in between starts the count again", async () => {
    const caller = await start({ version });
    for (let count = 0; count < 4; count += 1) await caller.login(WRONG);
    await caller.login();
    caller.cookie = null;
    for (let count = 0; count < 4; count += 1) await caller.login(WRONG);
    await caller.login();
    expect(caller.cookie).not.toBeNull();
  });
});

describe("sessions", () => {
  test("a private call without a session is 403 with the recorded text", async () => {
    const caller = await start({});
    expect(await caller.call("app/version")).toMatchObject({ status: 403, body: "Forbidden" });
    expect(await caller.call("no/such")).toMatchObject({ status: 403 });
  });

  test("end after an hour without a request, not after an hour of requests", async () => {
    const caller = await start({});
    await caller.login();
    simulator.advanceClock(3_599_000);
    expect((await caller.call("app/version")).status).toBe(200);
    simulator.advanceClock(3_599_000);
    expect((await caller.call("app/version")).status).toBe(200);
    simulator.advanceClock(3_601_000);
    expect((await caller.call("app/version")).status).toBe(403);
  });

  test("end by logout, by the expiry control and by a restart", async () => {
    const caller = await start({});
    const endings: (() => Promise<unknown>)[] = [
      () => caller.post("auth/logout", {}),
      async () => simulator.expireSessions(),
      async () => simulator.restart(),
    ];
    for (const end of endings) {
      await caller.login();
      expect((await caller.call("app/version")).status).toBe(200);
      await end();
      expect((await caller.call("app/version")).status).toBe(403);
      caller.cookie = null;
    }
  });

  test("a login with a live cookie succeeds whatever the password, and opens no second session", async () => {
    const caller = await start({});
    await caller.login();
    expect(await caller.login(WRONG)).toMatchObject({ status: 200, body: "Ok." });
    expect(simulator.openSessions()).toBe(1);
  });

  test("bypass needs no login, takes any password, and opens a session per call without a cookie", async () => {
    const caller = await start({ bypass: true });
    expect((await caller.call("app/version")).status).toBe(200);
    expect((await caller.call("app/version")).headers["set-cookie"]?.[0]).toMatch(/^SID=/);
    expect(simulator.openSessions()).toBe(2);
    expect(await caller.login(WRONG)).toMatchObject({ status: 200, body: "Ok." });
  });

  test("a renamed cookie is the only one that counts", async () => {
    const caller = await start({ cookieName: "seedbox" });
    await caller.login();
    expect(caller.cookie).toMatch(/^seedbox=/);
    expect((await caller.call("app/version")).status).toBe(200);
    caller.cookie = caller.cookie?.replace("seedbox", "SID") ?? null;
    expect((await caller.call("app/version")).status).toBe(403);
  });
});
