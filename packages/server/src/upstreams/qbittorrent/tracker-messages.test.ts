import { setImmediate } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createQbittorrentSimulator,
  type QbittorrentSimulator,
} from "../../../../../demo/simulators/qbittorrent/index.ts";
import type { Fault } from "../../../../../demo/simulators/simulator-server.ts";
import type { Download } from "../../domain/download.ts";
import { instanceOf } from "../download-client.case.ts";
import type { DownloadClient } from "../upstream.ts";
import { qbittorrent } from "./index.ts";
import { complaintOf } from "./tracker-messages.ts";

const TRACKERS = "/api/v2/torrents/trackers";
const MINUTE_MS = 60_000;
/** How long a condition may take to come true on a busy machine. */
const SOON = { timeout: 10_000 };

/** What was sent on loopback is there to be read: some turns of the loop later it has been. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- turns come one after the other
    await setImmediate();
  }
}

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
  /** Breaks the calls for words, and nothing else. */
  const spoilCalls = (fault: Fault): void => {
    simulator.server.fault = fault;
    simulator.server.faultFilter = (request) => request.path === TRACKERS;
  };
  /** Polls, and waits until what is asked after that has been: a poll that came at once would cut it off. */
  const pollAndAsk = async (expectedCalls: number): Promise<readonly Download[]> => {
    const before = calls();
    const downloads = await list();
    await vi.waitFor(() => expect(calls()).toBe(before + expectedCalls), SOON);
    await vi.waitFor(() => expect(simulator.server.underWay).toBe(0), SOON);
    await settle();
    return downloads;
  };
  /** Waits until so many calls were made in all, the last of which is left hanging. */
  const hangsAtCall = async (count: number): Promise<void> => {
    await vi.waitFor(() => expect(calls()).toBe(count), SOON);
    await vi.waitFor(() => expect(simulator.server.underWay).toBe(1), SOON);
    await settle();
    expect(simulator.server.underWay).toBe(1);
  };

  test("are asked for beside the list that first needs them, shown with the next, and kept", async () => {
    addStalled("A");
    const [first] = await pollAndAsk(1);
    expect(first?.message).not.toBe("Unregistered torrent");
    const [told] = await pollAndAsk(0);
    expect(told?.message).toBe("Unregistered torrent");
    expect((await list())[0]).toBe(told);
    now += 10 * MINUTE_MS;
    await pollAndAsk(1);
    expect((await list())[0]).toBe(told);
  });

  test("are asked for a few torrents at a time", async () => {
    for (let torrent = 0; torrent < 12; torrent += 1) addStalled(`Release ${torrent}`);
    for (const expected of [5, 5, 2, 0]) await pollAndAsk(expected);
    const messages = (await list()).map((download) => download.message);
    expect(new Set(messages)).toEqual(new Set(["Unregistered torrent"]));
  });

  test("are gone when data flows again", async () => {
    const id = addStalled("A");
    await pollAndAsk(1);
    expect((await list())[0]?.message).toBe("Unregistered torrent");
    simulator.update(id, { state: "downloading", message: "", peers: 2, bytesPerSecond: 1000 });
    expect((await list())[0]).toMatchObject({ status: "Downloading", message: null });
  });

  test("are no reason to fail, nor to ask again soon", async () => {
    for (const title of ["A", "B", "C"]) addStalled(title);
    spoilCalls("status-500");
    for (const expected of [1, 1, 1, 0]) expect(await pollAndAsk(expected)).toHaveLength(3);
  });

  test("that never come delay no list, and the call for them ends when the next poll begins", async () => {
    for (let torrent = 0; torrent < 40; torrent += 1) addStalled(`Release ${torrent}`);
    spoilCalls("hang");
    for (let poll = 1; poll <= 3; poll += 1) {
      expect(await list()).toHaveLength(40);
      // Each poll ended the call of the one before, and began one for the next torrent in line.
      await hangsAtCall(poll);
    }
    const hashes = simulator.server.requests
      .filter((request) => request.path === TRACKERS)
      .map((request) => request.query.get("hash"));
    expect(new Set(hashes).size).toBe(3);
  });

  test("that were cut off by a poll are asked for again after a minute", async () => {
    addStalled("A");
    spoilCalls("hang");
    await list();
    await vi.waitFor(() => expect(calls()).toBe(1), SOON);
    simulator.server.fault = null;
    await pollAndAsk(0);
    now += MINUTE_MS;
    await pollAndAsk(1);
    expect((await list())[0]?.message).toBe("Unregistered torrent");
  });

  test("are waited for by nobody when the client is closed", async () => {
    addStalled("A");
    spoilCalls("hang");
    await list();
    await hangsAtCall(1);
    await client.close();
    await vi.waitFor(() => expect(simulator.server.underWay).toBe(0), SOON);
  });
});
