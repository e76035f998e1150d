import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentSimulator,
} from "../../../../../demo/simulators/qbittorrent/index.ts";
import {
  sendJson,
  send,
  SimulatorServer,
} from "../../../../../demo/simulators/simulator-server.ts";
import type { Download } from "../../domain/download.ts";
import { instanceOf } from "../download-client.case.ts";
import type { DownloadClient } from "../upstream.ts";
import { qbittorrent } from "./index.ts";

const MAIN_DATA = "/api/v2/sync/maindata";
const HASH = "21e797ff512921c282111c0340e3398f6a371c03";
const MINUTE_MS = 60_000;
const MB = 1024 * 1024;

let now: number;
let warnings: object[];
let simulator: QbittorrentSimulator;
let client: DownloadClient;

const deps = {
  now: () => now,
  log: { debug: () => {}, info: () => {}, warn: (fields: object) => void warnings.push(fields) },
};

beforeEach(async () => {
  now = Date.UTC(2026, 10, 23);
  warnings = [];
  simulator = createQbittorrentSimulator({ version: "5.3.0" });
  await simulator.start();
  client = qbittorrent.connect(instanceOf(simulator), deps);
});
afterEach(async () => {
  await client.close();
  await simulator.stop();
});

const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const list = (): Promise<readonly Download[]> => client.listDownloads(soon());
const rids = (server: SimulatorServer = simulator.server): readonly string[] =>
  server.requests
    .filter((request) => request.path === MAIN_DATA)
    .map((request) => request.query.get("rid") ?? "");

describe("the rid", () => {
  test("is zero at first and then that of the answer before", async () => {
    for (let poll = 0; poll < 3; poll += 1) await list();
    expect(rids()).toEqual(["0", "1", "2"]);
  });

  test("is zero every five minutes", async () => {
    for (let poll = 0; poll < 3; poll += 1) {
      await list();
      now += 3 * MINUTE_MS;
    }
    await list();
    expect(rids()).toEqual(["0", "1", "0", "3"]);
  });

  test("is zero after an answer that got lost, so that no change is lost with it", async () => {
    const added = simulator.add({
      title: "A",
      sizeBytes: 100 * MB,
      progress: 0.1,
      state: "downloading",
    });
    await list();
    simulator.update(added.id, { progress: 1, state: "seeding" });
    const release = simulator.holdSyncs();
    const impatient = new AbortController();
    const lost = client.listDownloads(impatient.signal);
    await vi.waitFor(() => expect(rids()).toHaveLength(2));
    impatient.abort(new Error("too late"));
    await expect(lost).rejects.toThrow("too late");
    release();
    // Asked with the old rid, qBittorrent would now tell of the peers alone, and never of the progress.
    simulator.update(added.id, { peers: 3 });
    const [download] = await list();
    expect(rids()).toEqual(["0", "1", "0"]);
    expect(download).toMatchObject({ status: "Seeding", progressPercent: 100, peers: 3 });
  });

  test("is zero after two failures in a row, and the call after goes on", async () => {
    const added = simulator.add({ title: "A", state: "paused" });
    const [before] = await list();
    for (const fault of ["reset", "half-json"] as const) {
      simulator.server.fault = fault;
      await expect(list()).rejects.toThrow();
    }
    simulator.server.fault = null;
    const [after] = await list();
    expect(after?.id).toBe(added.id);
    expect(after).toBe(before);
    await list();
    expect(rids().slice(-2)[0]).toBe("0");
    expect(rids().at(-1)).not.toBe("0");
  });
});

test("two calls at once are made one after the other", async () => {
  simulator.add({ title: "A", state: "paused" });
  const [first, second] = await Promise.all([list(), list()]);
  expect(simulator.concurrentSyncs()).toBe(0);
  expect(second).toEqual(first);
  expect(rids()).toEqual(["0", "1"]);
});

test("a restart between two calls is survived by the second", async () => {
  const kept = simulator.add({ title: "Kept", state: "paused" });
  const gone = simulator.add({ title: "Gone", state: "paused" });
  await list();
  simulator.restart();
  simulator.remove(gone.id);
  expect((await list()).map((download) => download.id)).toEqual([kept.id]);
});

test("a hybrid torrent can be found under both of its hashes", async () => {
  const infohashV1 = "ab".repeat(20);
  const infohashV2 = "cd".repeat(32);
  simulator.add({ title: "Hybrid", infohashV1, infohashV2 });
  const [download] = await list();
  expect(download?.joinKeys).toEqual(
    expect.arrayContaining([`torrent:${infohashV1}`, `torrent:${infohashV2.slice(0, 40)}`]),
  );
});

test("an unknown state is Unknown and logged once", async () => {
  for (const title of ["A", "B"]) {
    const added = simulator.add({ title, state: "paused" });
    simulator.setWire(added.id, { state: "dreaming" });
  }
  expect((await list()).map((download) => download.status)).toEqual(["Unknown", "Unknown"]);
  await list();
  expect(warnings).toEqual([{ state: "dreaming" }]);
});

describe("a scripted answer", () => {
  let server: SimulatorServer;
  let answers: object[];
  let scripted: DownloadClient;

  beforeEach(async () => {
    answers = [];
    server = new SimulatorServer((request, response) => {
      if (request.path === MAIN_DATA) sendJson(response, 200, answers.shift() ?? {});
      else send(response, 200, "Ok.", { "set-cookie": "SID=1; path=/" });
    });
    await server.start();
    scripted = qbittorrent.connect({ ...instanceOf(simulator), url: server.url }, deps);
  });
  afterEach(async () => {
    await scripted.close();
    await server.stop();
  });

  test("that changes a torrent we never heard of is answered by asking for everything", async () => {
    const torrent = { name: "A", state: "downloading", dlspeed: 5 };
    answers = [
      { rid: 1, full_update: true },
      { rid: 2, torrents: { [HASH]: { dlspeed: 5 } } },
      { rid: 3, full_update: true, torrents: { [HASH]: torrent } },
      { rid: 4 },
    ];
    await scripted.listDownloads(soon());
    const downloads = await scripted.listDownloads(soon());
    expect(downloads.map((download) => download.title)).toEqual(["A"]);
    await scripted.listDownloads(soon());
    expect(rids(server)).toEqual(["0", "1", "0", "3"]);
  });

  test("of another shape is bad-payload and names no address", async () => {
    answers = [{ torrents: {} }];
    const failure = scripted.listDownloads(soon());
    await expect(failure).rejects.toMatchObject({
      instanceId: "qbittorrent-main",
      reason: "bad-payload",
      message: "answered sync/maindata with something else",
    });
  });
});
