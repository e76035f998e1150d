import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { sendJson, SimulatorServer } from "../../../../../demo/simulators/simulator-server.ts";
import {
  createTransmissionSimulator,
  type TransmissionSimulator,
} from "../../../../../demo/simulators/transmission/index.ts";
import type { Download } from "../../domain/download.ts";
import { instanceOf } from "../download-client.case.ts";
import type { DownloadClient } from "../upstream.ts";
import { transmission } from "./index.ts";

const SECOND_MS = 1_000;
const SESSION_HEADER = "x-transmission-session-id";
const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };
const soon = (): AbortSignal => AbortSignal.timeout(5_000);

/** What a call asked for: everything, what was active lately, or the daemon itself. */
function questionOf(body: string): string {
  if (/session[-_]get/.test(body)) return "session";
  return /recently[-_]active/.test(body) ? "recent" : "all";
}

describe.each(["3.00", "4.1.3"] as const)("a list from Transmission %s", (version) => {
  let now: number;
  let simulator: TransmissionSimulator;
  let client: DownloadClient;

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 23);
    simulator = createTransmissionSimulator({ version, now: () => now });
    await simulator.start();
    client = transmission.connect(instanceOf(simulator), { now: () => now, log: QUIET });
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  const list = (): Promise<readonly Download[]> => client.listDownloads(soon());
  const questions = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = simulator.server.requests.length;
    await act();
    return simulator.server.requests.slice(before).map((request) => questionOf(request.body));
  };

  test("asks for everything once, and then for what was active", async () => {
    // The first call learns the session id, and is made again with it.
    expect(await questions(list)).toEqual(["all", "all", "session"]);
    expect(await questions(list)).toEqual(["recent"]);
  });

  test("speaks the newest dialect the daemon knows", async () => {
    await list();
    const bodies = simulator.server.requests.slice(1).map((request) => request.body);
    const isJsonRpc = version === "4.1.3";
    expect(bodies.map((body) => body.includes('"jsonrpc":"2.0"'))).toEqual([isJsonRpc, isJsonRpc]);
    expect(bodies.map((body) => body.includes("hashString"))).toEqual([!isJsonRpc, false]);
  });

  test("keeps torrents that are idle, and drops those that were removed", async () => {
    const idle = simulator.add({ title: "Idle", state: "seeding" });
    const gone = simulator.add({ title: "Gone", state: "paused" });
    const [before] = await list();
    for (let poll = 0; poll < 8; poll += 1) {
      now += 20 * SECOND_MS;
      await list();
    }
    simulator.remove(gone.id);
    expect(await questions(list)).toEqual(["recent"]);
    const after = await list();
    expect(after.map((download) => download.id)).toEqual([idle.id]);
    expect(after[0]).toBe(before);
  });

  test("asks for everything again after a gap, in which a removal may have been missed", async () => {
    const gone = simulator.add({ title: "Gone", state: "paused" });
    await list();
    now += 45 * SECOND_MS;
    expect(await questions(list)).toEqual(["recent"]);
    simulator.remove(gone.id);
    now += 61 * SECOND_MS;
    expect(await questions(list)).toEqual(["all"]);
    expect(await list()).toEqual([]);
  });

  test("asks for everything after the clock was put back: nobody knows how long the gap is", async () => {
    await list();
    now -= 3_600 * SECOND_MS;
    expect(await questions(list)).toEqual(["all"]);
    expect(await questions(list)).toEqual(["recent"]);
  });

  test("asks for everything every five minutes", async () => {
    await list();
    const asked: string[] = [];
    for (let second = 30; second <= 600; second += 30) {
      now += 30 * SECOND_MS;
      const [question = ""] = await questions(list);
      if (question === "all") asked.push(`${second} s`);
    }
    expect(asked).toEqual(["300 s", "600 s"]);
  });

  test("asks for everything after a failure, so that what happened meanwhile is seen", async () => {
    const gone = simulator.add({ title: "Gone", state: "paused" });
    await list();
    for (const fault of ["reset", "half-json"] as const) {
      simulator.server.fault = fault;
      await expect(list()).rejects.toThrow();
    }
    simulator.server.fault = null;
    simulator.remove(gone.id);
    expect(await questions(list)).toEqual(["all"]);
    expect(await list()).toEqual([]);
    expect(await questions(list)).toEqual(["recent"]);
  });

  test("asks for everything when the session id changed, for that may have been a restart", async () => {
    simulator.add({ title: "A", state: "paused" });
    const before = await list();
    simulator.rotateSessionId();
    expect(await questions(list)).toEqual(["recent", "recent", "session", "all"]);
    expect(await list()).toBe(before);
    expect(await questions(list)).toEqual(["recent"]);
  });

  test("does not mistake a torrent for another one that had its number before a restart", async () => {
    const first = simulator.add({ title: "First", state: "paused" });
    const second = simulator.add({ title: "Second", state: "paused" });
    await list();
    simulator.remove(first.id);
    simulator.restart();
    expect((await list()).map((download) => download.id)).toEqual([second.id]);
    simulator.remove(second.id);
    expect(await list()).toEqual([]);
  });

  test("holds one download for a torrent that was removed and added again", async () => {
    const torrent = simulator.add({ title: "Again", state: "paused" });
    await list();
    simulator.remove(torrent.id);
    await list();
    simulator.add({ id: torrent.id, title: "Again", state: "paused" });
    await list();
    expect((await list()).map((download) => download.id)).toEqual([torrent.id]);
  });

  test("is made one call after the other when two are asked for at once", async () => {
    simulator.add({ title: "A", state: "paused" });
    const [first, second] = await Promise.all([list(), list()]);
    expect(second).toBe(first);
    expect(simulator.server.requests.map((request) => questionOf(request.body))).toEqual([
      "all",
      "all",
      "session",
      "recent",
    ]);
  });
});

test("before labels, in 2.94, the category is told by the folder", async () => {
  const simulator = createTransmissionSimulator({ version: "2.94" });
  await simulator.start();
  const client = transmission.connect(instanceOf(simulator), { now: Date.now, log: QUIET });
  simulator.add({ title: "A", state: "paused", category: "radarr" });
  const [download] = await client.listDownloads(soon());
  expect(download).toMatchObject({ category: "radarr", tags: [] });
  await client.close();
  await simulator.stop();
});

describe("a scripted daemon", () => {
  let server: SimulatorServer;
  let client: DownloadClient;
  let session: object;
  let sessionId: string | null;
  let torrents: readonly object[];

  beforeEach(async () => {
    sessionId = null;
    torrents = [];
    session = { "rpc-version": 15, version: "2.94", "download-dir": "/data" };
    server = new SimulatorServer((request, response) => {
      const isSession = questionOf(request.body) === "session";
      const isKnown = sessionId === null || request.headers[SESSION_HEADER] === sessionId;
      if (!isKnown) response.setHeader(SESSION_HEADER, sessionId ?? "");
      sendJson(response, isKnown ? 200 : 409, {
        result: "success",
        arguments: isSession ? session : { torrents },
      });
    });
    await server.start();
    client = transmission.connect(
      { ...instanceOf(createTransmissionSimulator()), url: server.url },
      { now: () => 0, log: QUIET },
    );
  });
  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  test("that is too old to be understood is refused with what to do", async () => {
    session = { "rpc-version": 13, version: "2.33" };
    const failure = {
      reason: "bad-payload",
      message: expect.stringContaining("RPC version 13") as string,
      advice: expect.stringContaining("2.40") as string,
    };
    await expect(client.listDownloads(soon())).rejects.toMatchObject(failure);
    await expect(client.probe(soon())).rejects.toMatchObject(failure);
  });

  test("that was given another default folder files what it has anew", async () => {
    torrents = [{ id: 1, hashString: "a".repeat(40), name: "A", downloadDir: "/data/tv/new" }];
    const categories = async (): Promise<unknown> =>
      (await client.listDownloads(soon())).map(({ category }) => category);
    expect(await categories()).toEqual(["tv"]);
    session = { ...session, "download-dir": "/data/tv" };
    sessionId = "another";
    expect(await categories()).toEqual(["new"]);
  });

  test("that gives no session id, as behind some proxies, is asked about itself once", async () => {
    await client.listDownloads(soon());
    await client.listDownloads(soon());
    expect(server.requests.map((request) => questionOf(request.body))).toEqual([
      "all",
      "session",
      "recent",
    ]);
  });
});
