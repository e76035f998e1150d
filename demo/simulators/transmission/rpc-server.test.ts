import { readFileSync } from "node:fs";

import { afterEach, describe, expect, test } from "vitest";

import type { Answer } from "../http-call.ts";
import {
  createTransmissionSimulator,
  type TransmissionOptions,
  type TransmissionSimulator,
} from "./index.ts";
import { TransmissionCaller } from "./transmission-caller.ts";

const RPC = "/transmission/rpc";
const WRONG = "not-the-password";

let simulator: TransmissionSimulator;
afterEach(() => simulator.stop());

async function start(options: TransmissionOptions = {}): Promise<TransmissionCaller> {
  simulator = createTransmissionSimulator(options);
  await simulator.start();
  return new TransmissionCaller(simulator);
}

/** Compares status, headers and headline with a recorded answer; ids and lengths belong to the moment. */
function expectAsRecorded(answer: Answer, version: string, file: string): void {
  const text = readFileSync(new URL(`fixtures/${version}/${file}`, import.meta.url), "utf8");
  const [head = "", body = ""] = text.split(/\r?\n\r?\n\r?\n?/);
  const [status, ...lines] = head.split(/\r?\n/);
  expect(`HTTP ${answer.status}`).toBe(status);
  const ofTheMoment = ["date", "content-length", "connection", "x-transmission-session-id"];
  const headers = lines
    .map((line) => line.split(": ", 2) as [string, string])
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !ofTheMoment.includes(name));
  expect(headers.length).toBeGreaterThan(1);
  expect(answer.headers).toMatchObject(Object.fromEntries(headers));
  const headline = /^<h1>.*<\/h1>/.exec(body.trim())?.[0] ?? "missing";
  expect(answer.body.startsWith(headline)).toBe(true);
}

describe.each(["3.00", "4.1.3"] as const)("the gates of %s answer as recorded", (version) => {
  test("401 without or with wrong credentials, before the 409", async () => {
    const caller = await start({ version });
    const post = { method: "POST", body: "{}" };
    expectAsRecorded(await caller.call(RPC, post), version, "http-401.txt");
    const headers = caller.authorization(WRONG);
    expect((await caller.call(RPC, { ...post, headers })).status).toBe(401);
    expect(simulator.loginAttempts()).toBe(2);
  });

  test("409 with the session id in header and body", async () => {
    const caller = await start({ version });
    const answer = await caller.post({ method: "session-get" });
    expectAsRecorded(answer, version, "http-409.txt");
    const id = String(answer.headers["x-transmission-session-id"]);
    expect(id).toMatch(/^\w{48}$/);
    expect(answer.body).toContain(`<code>X-Transmission-Session-Id: ${id}</code>`);
    caller.sessionId = id;
    expect((await caller.post({ method: "session-get" })).status).toBe(200);
  });
});

describe("credentials", () => {
  test("3.00 counts failures aloud, from one again after a success", async () => {
    const caller = await start({ version: "3.00" });
    const wrong = { headers: caller.authorization(WRONG) };
    await caller.call(RPC, wrong);
    expect((await caller.call(RPC, wrong)).body).toContain(" 2 unsuccessful login attempts.");
    await caller.classic("session-get");
    expect((await caller.call(RPC, wrong)).body).toContain(" 1 unsuccessful login attempts.");
  });

  test("the brute force guard refuses everything after 100 failures, until a restart", async () => {
    const caller = await start({ bruteForceLimit: 100 });
    const wrong = { headers: caller.authorization(WRONG) };
    for (let count = 0; count < 100; count += 1)
      expect((await caller.call(RPC, wrong)).status).toBe(401);
    expect((await caller.send({ method: "session-get" })).status).toBe(403);
    expect((await caller.call(RPC, wrong)).status).toBe(403);
    expect(simulator.loginAttempts()).toBe(100);
    simulator.restart();
    expect((await caller.send({ method: "session-get" })).status).toBe(200);
  });

  test("without the guard there is no end to wrong passwords", async () => {
    const caller = await start();
    const wrong = { headers: caller.authorization(WRONG) };
    for (let count = 0; count < 101; count += 1) await caller.call(RPC, wrong);
    expect((await caller.send({ method: "session-get" })).status).toBe(200);
  });

  test("no password required means none is looked at", async () => {
    const caller = await start({ passwordRequired: false });
    expect((await caller.call(RPC, { method: "POST" })).status).toBe(409);
    expect(simulator.credentials).toEqual({ username: "", password: "" });
  });
});

describe("whitelists", () => {
  test("an address that is not listed is 403 before any password", async () => {
    const caller = await start({ addressWhitelist: ["10.0.*", "192.168.1.?"] });
    expect((await caller.send({ method: "session-get" })).status).toBe(403);
    await simulator.stop();
    const listed = await start({ addressWhitelist: ["127.0.0.*"] });
    expect((await listed.send({ method: "session-get" })).status).toBe(200);
  });

  test("a Host that is not listed is 421, unless a password is required", async () => {
    const open = { passwordRequired: false, hostWhitelist: ["*.home.example"] };
    const caller = await start(open);
    const statusFor = async (host: string): Promise<number> =>
      (await caller.call(RPC, { method: "POST", headers: { host } })).status;
    expect(await statusFor("transmission:9091")).toBe(421);
    expect(await statusFor("box.home.example:9091")).toBe(409);
    expect(await statusFor("localhost:9091")).toBe(409);
    expect(await statusFor("192.168.1.5:9091")).toBe(409);
    await simulator.stop();
    const guarded = await start({ hostWhitelist: [] });
    const headers = { ...guarded.authorization(), host: "transmission:9091" };
    expect((await guarded.call(RPC, { method: "POST", headers })).status).toBe(409);
  });

  test("every Host can be refused, for tests that come by address", async () => {
    const caller = await start({ refusesHost: true });
    const answer = await caller.send({ method: "session-get" });
    expect(answer.status).toBe(421);
    expect(answer.body).toContain("<h1>421: Misdirected Request</h1>");
  });
});

describe("session ids", () => {
  test("change by the control, every hour and at a restart; the old one is 409", async () => {
    const caller = await start();
    const changes = [
      () => simulator.rotateSessionId(),
      () => simulator.advanceClock(3_600_000),
      () => simulator.restart(),
    ];
    await caller.classic("session-get");
    for (const change of changes) {
      const before = caller.sessionId;
      expect((await caller.post({ method: "session-get" })).status).toBe(200);
      change();
      expect((await caller.post({ method: "session-get" })).status).toBe(409);
      await caller.classic("session-get");
      expect(caller.sessionId).not.toBe(before);
    }
  });

  test("only releases with JSON-RPC announce their RPC version in the 409", async () => {
    for (const version of ["2.94", "3.00", "4.0.6", "4.1.3"] as const) {
      const caller = await start({ version });
      const { headers } = await caller.post({ method: "session-get" });
      const announced = headers["x-transmission-rpc-version"];
      expect([version, announced]).toEqual([version, version === "4.1.3" ? "6.0.1" : undefined]);
      await simulator.stop();
    }
  });
});

describe("paths and verbs", () => {
  test("anything but POST is 405", async () => {
    const caller = await start();
    await caller.classic("session-get");
    const headers = {
      ...caller.authorization(),
      "x-transmission-session-id": caller.sessionId,
    };
    expect(await caller.call(RPC, { headers })).toMatchObject({
      status: 405,
      body: "<h1>405: Method Not Allowed</h1>",
    });
    expect((await caller.call(RPC, { method: "PUT", headers })).status).toBe(405);
  });

  test("other paths lead to the web client or to 404", async () => {
    const caller = await start();
    const headers = caller.authorization();
    const root = await caller.call("/", { headers });
    expect(root.status).toBe(301);
    expect(root.headers["location"]).toBe("/transmission/web/");
    expect((await caller.call("/transmission/web/", { headers })).status).toBe(200);
    expect((await caller.call("/transmission/rpc2", { headers })).status).toBe(404);
  });

  test("the base path can be another one", async () => {
    const caller = await start({ basePath: "/torrents/" });
    const post = { method: "POST", headers: caller.authorization() };
    expect((await caller.call("/torrents/rpc", post)).status).toBe(409);
    expect((await caller.call(RPC, post)).status).toBe(301);
  });
});
