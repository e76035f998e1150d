import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentSimulator,
} from "../../../../../demo/simulators/qbittorrent/index.ts";
import type { Download } from "../../domain/download.ts";
import { instanceOf } from "../download-client.case.ts";
import type { DownloadClient } from "../upstream.ts";
import { qbittorrent } from "./index.ts";
import { complaintOf } from "./tracker-messages.ts";

const TRACKERS = "/api/v2/torrents/trackers";
const MINUTE_MS = 60_000;

describe("a tracker's complaint", () => {
  const real = { url: "http://tracker.example/announce", status: 4, msg: "Unregistered torrent" };

  test("is that of the first real tracker that fails", () => {
    const trackers = [
      { url: "** [DHT] **", status: 4, msg: "This torrent is private" },
      { ...real, status: 2, msg: "welcome" },
      { ...real, msg: " " },
      real,
    ];
    expect(complaintOf(trackers)).toBe("Unregistered torrent");
  });

  test.each([4, 5, 6])("may come with status %i", (status) => {
    expect(complaintOf([{ ...real, status }])).toBe("Unregistered torrent");
  });

  test.each([0, 1, 2, 3])("does not come with status %i", (status) => {
    expect(complaintOf([{ ...real, status }])).toBeNull();
  });
});

describe.each(["4.5.2", "5.3.0"] as const)("the words of trackers, from %s", (version) => {
  let now: number;
  let simulator: QbittorrentSimulator;
  let client: DownloadClient;

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 23);
    simulator = createQbittorrentSimulator({ version });
    await simulator.start();
    const log = { debug: () => {}, info: () => {}, warn: () => {} };
    client = qbittorrent.connect(instanceOf(simulator), { now: () => now, log });
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  const list = (): Promise<readonly Download[]> => client.listDownloads(AbortSignal.timeout(5_000));
  const calls = (): number =>
    simulator.server.requests.filter((request) => request.path === TRACKERS).length;
  const addStalled = (title: string): string =>
    simulator.add({
      title,
      state: "stalled",
      seeders: 0,
      peers: 0,
      message: "Unregistered torrent",
    }).id;

  test("are shown with the list that first needs them, and kept", async () => {
    addStalled("A");
    const [first] = await list();
    expect(first?.message).toBe("Unregistered torrent");
    expect((await list())[0]).toBe(first);
    expect(calls()).toBe(1);
    now += 10 * MINUTE_MS;
    expect((await list())[0]).toBe(first);
    expect(calls()).toBe(2);
  });

  test("are asked for a few torrents at a time", async () => {
    for (let torrent = 0; torrent < 12; torrent += 1) addStalled(`Release ${torrent}`);
    const callsPerPoll: number[] = [];
    for (let poll = 0; poll < 4; poll += 1) {
      const before = calls();
      await list();
      callsPerPoll.push(calls() - before);
    }
    expect(callsPerPoll).toEqual([5, 5, 2, 0]);
    const messages = (await list()).map((download) => download.message);
    expect(new Set(messages)).toEqual(new Set(["Unregistered torrent"]));
  });

  test("are gone when data flows again", async () => {
    const id = addStalled("A");
    await list();
    simulator.update(id, { state: "downloading", message: "", peers: 2, bytesPerSecond: 1000 });
    expect((await list())[0]).toMatchObject({ status: "Downloading", message: null });
  });

  test("are no reason to fail, nor to ask again soon", async () => {
    for (const title of ["A", "B", "C"]) addStalled(title);
    simulator.server.fault = "status-500";
    simulator.server.faultFilter = (request) => request.path === TRACKERS;
    const callsPerPoll: number[] = [];
    for (let poll = 0; poll < 4; poll += 1) {
      const before = calls();
      expect(await list()).toHaveLength(3);
      callsPerPoll.push(calls() - before);
    }
    expect(callsPerPoll).toEqual([1, 1, 1, 0]);
  });
});
