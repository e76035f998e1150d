import { afterEach, describe, expect, test } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentOptions,
  type QbittorrentSimulator,
} from "../../../../../demo/simulators/qbittorrent/index.ts";
import { send, SimulatorServer } from "../../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../../config/secret.ts";
import { instanceOf } from "../download-client.case.ts";
import type { Instance } from "../instance.ts";
import type { DownloadClient } from "../upstream.ts";
import { qbittorrent } from "./index.ts";
import { RECORDED_VERSIONS, readHttpRecording } from "./recordings.case.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const API_KEY = "qbt_0123456789abcdefghijklmnopqr";
const LOGIN = "/api/v2/auth/login";
const LOGOUT = "/api/v2/auth/logout";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function start(options: QbittorrentOptions = {}): Promise<QbittorrentSimulator> {
  const simulator = createQbittorrentSimulator(options);
  await simulator.start();
  open.push(() => simulator.stop());
  return simulator;
}

function connect(simulator: QbittorrentSimulator, change: Partial<Instance> = {}): DownloadClient {
  const client = qbittorrent.connect(instanceOf(simulator, change), DEPS);
  open.push(() => client.close());
  return client;
}

const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const paths = (simulator: QbittorrentSimulator): readonly string[] =>
  simulator.server.requests.map((request) => request.path);

test("a user name and password may have any character", async () => {
  const simulator = await start({ username: "jürgen 🔑", password: 'pä:ß &=+%41 "🔑"' });
  expect(await connect(simulator).listDownloads(soon())).toEqual([]);
  expect(simulator.loginAttempts()).toBe(1);
});

describe("signing in", () => {
  test.each([
    ["4.1.9", "SID"],
    ["5.3.0", "QBT_SID_8080"],
  ] as const)("to %s keeps the cookie that is called %s", async (version, cookieName) => {
    const simulator = await start({ version, cookieName });
    const client = connect(simulator);
    await client.listDownloads(soon());
    await client.listDownloads(soon());
    expect(simulator.loginAttempts()).toBe(1);
    const [login, ...reads] = simulator.server.requests;
    expect(login?.headers.cookie).toBeUndefined();
    for (const read of reads)
      expect(read.headers.cookie).toMatch(new RegExp(`^${cookieName}=\\S+$`));
  });

  test("keeps a cookie that the admin renamed", async () => {
    const simulator = await start({ version: "5.1.4", cookieName: "household" });
    await connect(simulator).listDownloads(soon());
    expect(simulator.server.requests.at(-1)?.headers.cookie).toMatch(/^household=/);
  });

  test("sends nothing that the cross-site checks look at", async () => {
    const simulator = await start({ version: "5.3.0" });
    await connect(simulator).listDownloads(soon());
    for (const { headers } of simulator.server.requests) {
      const names = Object.keys(headers).filter((name) => /origin|referer|^sec-/.test(name));
      expect(names).toEqual([]);
    }
  });

  test("happens once more when the session expired, and the list is right", async () => {
    const simulator = await start();
    simulator.add({ title: "A", state: "paused" });
    const client = connect(simulator);
    const before = await client.listDownloads(soon());
    simulator.expireSessions();
    simulator.add({ title: "B", state: "paused" });
    const after = await client.listDownloads(soon());
    expect(simulator.loginAttempts()).toBe(2);
    const logins = simulator.server.requests.filter((request) => request.path === LOGIN);
    expect(logins.map((login) => login.headers.cookie)).toEqual([undefined, undefined]);
    expect(after.map((download) => download.title)).toEqual(["A", "B"]);
    expect(after[0]).toBe(before[0]);
  });

  test("encodes user name and password as a form", async () => {
    const simulator = await start({ username: "ann & co", password: "p+ä=%&" });
    await expect(connect(simulator).listDownloads(soon())).resolves.toEqual([]);
  });

  test("that is accepted without a usable session is said so, not repeated", async () => {
    const server = new SimulatorServer((request, response) => {
      if (request.path === LOGIN) send(response, 200, "Ok.");
      else send(response, 403, "Forbidden");
    });
    await server.start();
    open.push(() => server.stop());
    const client = qbittorrent.connect(
      { ...instanceOf(createQbittorrentSimulator()), url: server.url },
      DEPS,
    );
    open.push(() => client.close());
    await expect(client.listDownloads(soon())).rejects.toMatchObject({
      reason: "refused",
      advice: expect.stringContaining("cookies") as string,
    });
    expect(server.requests.map((request) => request.path)).toEqual([
      LOGIN,
      "/api/v2/sync/maindata",
    ]);
  });
});

describe("a wrong password", () => {
  test.each(["4.1.9", "5.3.0"] as const)("of %s is tried once per call", async (version) => {
    const simulator = await start({ version, maxFailures: 100 });
    const client = connect(simulator, { password: new Secret("wrong") });
    for (const attempts of [1, 2]) {
      await expect(client.listDownloads(soon())).rejects.toMatchObject({
        reason: "unauthorized",
        advice: expect.stringContaining("password") as string,
      });
      expect(simulator.loginAttempts()).toBe(attempts);
    }
  });

  test.each(RECORDED_VERSIONS)("is understood as %s was recorded saying it", async (version) => {
    const wrong = readHttpRecording(version, "auth.login.wrong.txt");
    const none = readHttpRecording(version, "http-no-session.txt");
    const server = new SimulatorServer((request, response) => {
      const answer = request.path === LOGIN ? wrong : none;
      send(response, answer.status, answer.body);
    });
    await server.start();
    open.push(() => server.stop());
    const instance = { ...instanceOf(createQbittorrentSimulator()), url: server.url };
    const client = qbittorrent.connect(instance, DEPS);
    open.push(() => client.close());
    await expect(client.listDownloads(soon())).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test("is told too when it shows only once a session has ended", async () => {
    const simulator = await start({ password: "old" });
    const client = connect(simulator);
    await client.listDownloads(soon());
    simulator.expireSessions();
    simulator.server.fault = "status-401";
    simulator.server.faultFilter = (request) => request.path === LOGIN;
    await expect(client.listDownloads(soon())).rejects.toMatchObject({ reason: "unauthorized" });
    simulator.server.fault = null;
    await expect(client.listDownloads(soon())).resolves.toEqual([]);
  });
});

test.each(["4.5.2", "5.3.0"] as const)(
  "a ban by %s is `refused` with how to end it, and each call meets it once",
  async (version) => {
    const simulator = await start({ version, maxFailures: 1 });
    const client = connect(simulator, { password: new Secret("wrong") });
    await expect(client.listDownloads(soon())).rejects.toMatchObject({ reason: "unauthorized" });
    for (const attempts of [2, 3]) {
      await expect(client.listDownloads(soon())).rejects.toMatchObject({
        reason: "refused",
        message: expect.stringContaining("banned") as string,
        advice: expect.stringContaining("restart qBittorrent") as string,
      });
      expect(simulator.loginAttempts()).toBe(attempts);
    }
  },
);

describe("the host check", () => {
  test.each(["4.5.2", "5.3.0"] as const)(
    "of %s is not taken for a wrong password",
    async (version) => {
      const simulator = await start({ version, ownPort: 8080 });
      const client = connect(simulator);
      const refusal = {
        reason: "refused",
        advice: expect.stringContaining('"Server domains"') as string,
      };
      await expect(client.listDownloads(soon())).rejects.toMatchObject(refusal);
      await expect(client.probe(soon())).rejects.toMatchObject(refusal);
    },
  );

  test("is not blamed for a proxy that asks for a login of its own", async () => {
    const simulator = await start();
    const server = new SimulatorServer((_request, response) => {
      send(response, 401, "Sign in", { "www-authenticate": 'Basic realm="home"' });
    });
    await server.start();
    open.push(() => server.stop());
    const client = connect(simulator, { url: server.url });
    const failure = { reason: "refused", message: expect.stringContaining("proxy") as string };
    await expect(client.listDownloads(soon())).rejects.toMatchObject(failure);
    await expect(client.probe(soon())).rejects.toMatchObject(failure);
    expect(server.requests).toHaveLength(2);
  });

  test("that begins in the middle of a session is told by the read", async () => {
    const simulator = await start();
    const client = connect(simulator);
    await client.listDownloads(soon());
    simulator.server.fault = "status-401";
    await expect(client.listDownloads(soon())).rejects.toMatchObject({ reason: "refused" });
    expect(simulator.loginAttempts()).toBe(1);
  });
});

describe("an API key", () => {
  test("is sent instead of a login", async () => {
    const simulator = await start({ version: "5.3.0", apiKey: API_KEY });
    simulator.add({ title: "A", state: "paused" });
    const client = connect(simulator, { apiKey: new Secret(API_KEY), password: new Secret("no") });
    await expect(client.listDownloads(soon())).resolves.toHaveLength(1);
    await client.close();
    expect(simulator.loginAttempts()).toBe(0);
    expect(paths(simulator)).not.toContain(LOGOUT);
    await expect(
      connect(simulator, { apiKey: new Secret(API_KEY) }).probe(soon()),
    ).resolves.toEqual({
      version: "5.3.0",
      credentials: "accepted",
      notes: [expect.stringContaining("API key")],
    });
  });

  test.each(["5.1.4", "5.3.0"] as const)(
    "that %s does not know is unauthorized",
    async (version) => {
      const simulator = await start({ version });
      const client = connect(simulator, { apiKey: new Secret(API_KEY) });
      await expect(client.listDownloads(soon())).rejects.toMatchObject({
        reason: "unauthorized",
        advice: expect.stringContaining("5.2") as string,
      });
      expect(simulator.server.requests).toHaveLength(1);
    },
  );
});

describe("an address that needs no login", () => {
  test("is served without credentials, in one session", async () => {
    const simulator = await start({ bypass: true });
    const client = connect(simulator, { username: null, password: null });
    await client.listDownloads(soon());
    await client.listDownloads(soon());
    expect(simulator.loginAttempts()).toBe(0);
    expect(simulator.openSessions()).toBe(1);
    await expect(client.probe(soon())).resolves.toMatchObject({ credentials: "none-needed" });
  });

  test("proves nothing about a password", async () => {
    const simulator = await start({ bypass: true });
    const client = connect(simulator, { password: new Secret("wrong") });
    await expect(client.probe(soon())).resolves.toMatchObject({
      credentials: "unverified",
      notes: [expect.stringContaining("Bypass")],
    });
  });
});

test("no user name where a login is needed is unauthorized, with what to set", async () => {
  const client = connect(await start(), { username: null, password: null });
  const failure = {
    reason: "unauthorized",
    advice: expect.stringContaining("username") as string,
  };
  await expect(client.listDownloads(soon())).rejects.toMatchObject(failure);
  await expect(client.probe(soon())).rejects.toMatchObject(failure);
});

describe("a probe", () => {
  test("tests the password although a session is live, and leaves that one alone", async () => {
    const simulator = await start();
    const client = connect(simulator);
    await client.listDownloads(soon());
    await expect(client.probe(soon())).resolves.toEqual({
      version: "5.1.4",
      credentials: "accepted",
      notes: [],
    });
    expect(simulator.openSessions()).toBe(1);
    await client.listDownloads(soon());
    expect(simulator.loginAttempts()).toBe(2);
  });

  test("does not take any page for qBittorrent", async () => {
    const simulator = await start({ bypass: true });
    simulator.server.fault = "html";
    await expect(connect(simulator).probe(soon())).rejects.toMatchObject({
      reason: "bad-payload",
      advice: expect.stringContaining("URL") as string,
    });
  });
});

test("a redirect is answered with what to check, and not followed", async () => {
  const simulator = await start();
  simulator.server.fault = "redirect";
  await expect(connect(simulator).listDownloads(soon())).rejects.toMatchObject({
    reason: "bad-status",
    status: 302,
    advice: expect.stringContaining("base path") as string,
  });
});

test("closing ends our session and no other", async () => {
  const simulator = await start();
  const ours = qbittorrent.connect(instanceOf(simulator), DEPS);
  const theirs = connect(simulator);
  await ours.listDownloads(soon());
  await theirs.listDownloads(soon());
  await ours.close();
  expect(simulator.openSessions()).toBe(1);
  await theirs.listDownloads(soon());
  expect(simulator.loginAttempts()).toBe(2);
});

test("closing does not fail when nobody is there to say goodbye to", async () => {
  const simulator = await start();
  const client = qbittorrent.connect(instanceOf(simulator), DEPS);
  await client.listDownloads(soon());
  await simulator.stop();
  await expect(client.close()).resolves.toBeUndefined();
});
