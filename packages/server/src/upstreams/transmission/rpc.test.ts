import { afterEach, describe, expect, test } from "vitest";

import { send, SimulatorServer } from "../../../../../demo/simulators/simulator-server.ts";
import {
  createTransmissionSimulator,
  type TransmissionOptions,
  type TransmissionSimulator,
} from "../../../../../demo/simulators/transmission/index.ts";
import { Secret } from "../../config/secret.ts";
import { instanceOf } from "../download-client.case.ts";
import type { Instance } from "../instance.ts";
import type { DownloadClient } from "../upstream.ts";
import { transmission } from "./index.ts";
import { readHttpRecording } from "./recordings.case.ts";
import { rpcPathOf } from "./rpc.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const SESSION_HEADER = "x-transmission-session-id";
const soon = (): AbortSignal => AbortSignal.timeout(5_000);

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function start(options: TransmissionOptions = {}): Promise<TransmissionSimulator> {
  const simulator = createTransmissionSimulator(options);
  await simulator.start();
  open.push(() => simulator.stop());
  return simulator;
}

function connect(simulator: TransmissionSimulator, change: Partial<Instance> = {}): DownloadClient {
  const client = transmission.connect(instanceOf(simulator, change), DEPS);
  open.push(() => client.close());
  return client;
}

async function replay(version: string, name: string): Promise<SimulatorServer> {
  const recorded = readHttpRecording(version, name);
  const server = new SimulatorServer((_request, response) => {
    send(response, recorded.status, recorded.body, recorded.headers);
  });
  await server.start();
  open.push(() => server.stop());
  return server;
}

test("a user name and password may have any character", async () => {
  const simulator = await start({ username: "jürgen 🔑", password: 'pä:ß &=+%41 "🔑"' });
  const { credentials } = await connect(simulator).probe(soon());
  expect(credentials).toBe("accepted");
});

test.each([
  ["http://host:9091", "/transmission/rpc"],
  ["http://host:9091/", "/transmission/rpc"],
  ["http://host:9091/transmission", "/transmission/rpc"],
  ["http://host:9091/transmission/rpc", "/transmission/rpc"],
  ["http://host:9091/transmission/rpc/", "/transmission/rpc"],
  ["http://host:9091/transmission/web/", "/transmission/rpc"],
  ["https://host/torrents/rpc", "/torrents/rpc"],
  ["https://host/torrents/web", "/torrents/rpc"],
  ["https://host/seedbox", "/seedbox/transmission/rpc"],
])("the RPC of %s is at %s", (url, path) => {
  expect(rpcPathOf(url)).toBe(path);
});

describe("the path", () => {
  test("of a changed rpc-url is taken from the URL", async () => {
    const simulator = await start({ basePath: "/torrents/" });
    const client = connect(simulator, { url: `${simulator.server.url}/torrents/rpc` });
    await expect(client.listDownloads(soon())).resolves.toEqual([]);
  });

  test("that is wrong is a redirect, answered with what to write", async () => {
    const simulator = await start({ basePath: "/torrents/" });
    await expect(connect(simulator).listDownloads(soon())).rejects.toMatchObject({
      reason: "bad-status",
      status: 301,
      advice: expect.stringContaining("/rpc") as string,
    });
  });
});

describe("the session id", () => {
  test("is learned from a 409 and sent from then on", async () => {
    const simulator = await start();
    const client = connect(simulator);
    await client.listDownloads(soon());
    await client.listDownloads(soon());
    const [first, ...rest] = simulator.server.requests;
    expect(first?.headers[SESSION_HEADER]).toBeUndefined();
    expect(rest.length).toBeGreaterThan(1);
    for (const { headers } of rest) expect(headers[SESSION_HEADER]).toMatch(/^\w{48}$/);
  });

  test.each(["3.00", "4.1.3"])(
    "is sent once as %s was recorded giving it, and a second 409 is final",
    async (version) => {
      const server = await replay(version, "http-409.txt");
      const client = transmission.connect(
        { ...instanceOf(createTransmissionSimulator()), url: server.url },
        DEPS,
      );
      open.push(() => client.close());
      await expect(client.listDownloads(soon())).rejects.toMatchObject({ reason: "refused" });
      const [first, second, ...more] = server.requests;
      const recorded = readHttpRecording(version, "http-409.txt").headers[SESSION_HEADER];
      expect(recorded).toMatch(/^\w{48}$/);
      expect(second?.headers[SESSION_HEADER]).toBe(recorded);
      expect(first?.body.includes("jsonrpc")).toBe(false);
      expect(second?.body.includes("jsonrpc")).toBe(version === "4.1.3");
      expect(more).toEqual([]);
    },
  );
});

describe("credentials", () => {
  test("go with every call, in UTF-8", async () => {
    const simulator = await start({ username: "änn", password: "p:ö" });
    await connect(simulator).listDownloads(soon());
    const expected = `Basic ${Buffer.from("änn:p:ö").toString("base64")}`;
    for (const { headers } of simulator.server.requests) {
      expect(headers.authorization).toBe(expected);
    }
  });

  test("that are wrong are shown once per call", async () => {
    const simulator = await start();
    const client = connect(simulator, { password: new Secret("wrong") });
    for (const attempts of [1, 2]) {
      await expect(client.listDownloads(soon())).rejects.toMatchObject({
        reason: "unauthorized",
        advice: expect.stringContaining("rpc-password") as string,
      });
      expect(simulator.loginAttempts()).toBe(attempts);
    }
  });

  test.each(["3.00", "4.1.3"])(
    "that are wrong are understood as %s was recorded",
    async (version) => {
      const server = await replay(version, "http-401.txt");
      const instance = { ...instanceOf(createTransmissionSimulator()), url: server.url };
      const client = transmission.connect(instance, DEPS);
      open.push(() => client.close());
      await expect(client.listDownloads(soon())).rejects.toMatchObject({ reason: "unauthorized" });
    },
  );

  test("that are missing are said to be missing", async () => {
    const client = connect(await start(), { username: null, password: null });
    const failure = {
      reason: "unauthorized",
      advice: expect.stringContaining("Set username") as string,
    };
    await expect(client.listDownloads(soon())).rejects.toMatchObject(failure);
    await expect(client.probe(soon())).rejects.toMatchObject(failure);
  });
});

describe("a refusal whatever the credentials", () => {
  test("by host name (421) tells which setting", async () => {
    const simulator = await start({ refusesHost: true });
    await expect(connect(simulator).listDownloads(soon())).rejects.toMatchObject({
      reason: "refused",
      status: 421,
      advice: expect.stringContaining("rpc-host-whitelist") as string,
    });
  });

  test("by address (403) tells which setting", async () => {
    const simulator = await start({ addressWhitelist: ["10.*"] });
    await expect(connect(simulator).listDownloads(soon())).rejects.toMatchObject({
      reason: "refused",
      status: 403,
      advice: expect.stringContaining("rpc-whitelist") as string,
    });
  });

  test("by the brute force guard (403) tells that only a restart helps", async () => {
    const simulator = await start({ bruteForceLimit: 1 });
    const wrong = connect(simulator, { password: new Secret("wrong") });
    await expect(wrong.listDownloads(soon())).rejects.toMatchObject({ reason: "unauthorized" });
    await expect(connect(simulator).listDownloads(soon())).rejects.toMatchObject({
      reason: "refused",
      advice: expect.stringContaining("restart Transmission") as string,
    });
    simulator.restart();
    await expect(connect(simulator).listDownloads(soon())).resolves.toEqual([]);
  });
});

test("an error of the daemon is told in its words, without links", async () => {
  const simulator = await start();
  const server = new SimulatorServer((_request, response) => {
    send(
      response,
      200,
      JSON.stringify({ result: "no such tracker: http://tracker.example/announce/secret" }),
    );
  });
  await server.start();
  open.push(() => server.stop());
  const client = connect(simulator, { url: server.url });
  await expect(client.listDownloads(soon())).rejects.toMatchObject({
    reason: "bad-payload",
    message: "could not answer all-torrents: no such tracker: [link]",
  });
});

describe("a probe", () => {
  test.each([
    ["2.94", "2.94"],
    ["4.1.3", "4.1.3"],
  ] as const)("of %s tells its release", async (version, expected) => {
    const simulator = await start({ version });
    await expect(connect(simulator).probe(soon())).resolves.toEqual({
      version: expected,
      credentials: "accepted",
      notes: [],
    });
    // One call without credentials shows that they matter; the brute force guard counts it.
    expect(simulator.loginAttempts()).toBe(1);
  });

  test("of a daemon without a password proves nothing about ours", async () => {
    const simulator = await start({ passwordRequired: false });
    const configured = connect(simulator, { username: "ann", password: new Secret("guess") });
    await expect(configured.probe(soon())).resolves.toMatchObject({
      credentials: "unverified",
      notes: [expect.stringContaining("password")],
    });
    const none = connect(simulator, { username: null, password: null });
    await expect(none.probe(soon())).resolves.toMatchObject({ credentials: "none-needed" });
  });
});
