import { describe, expect, test } from "vitest";

import type { Download } from "../../domain/download.ts";
import { normalizeTorrent } from "./normalize.ts";
import type { WireTorrent } from "./wire.ts";

const HASH = "59c5266b68b3b1ffdbb525f785381e2a8a35c73a";
const MB = 1024 * 1024;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const RUNNING: WireTorrent = {
  id: 1,
  hash: HASH,
  name: "Harbor.Lights.S01E01",
  status: 4,
  error: 0,
  errorString: "",
  totalSize: 100 * MB,
  sizeWhenDone: 100 * MB,
  leftUntilDone: 75 * MB,
  desiredAvailable: 75 * MB,
  percentDone: 0.25,
  metadataPercentComplete: 1,
  rateDownload: 1000,
  eta: 60,
  peersConnected: 3,
  peersSendingToUs: 1,
  webseedsSendingToUs: 0,
  addedDate: 1_795_426_955,
  downloadDir: "/data/tv",
  labels: [],
};
const IDLE = { rateDownload: 0, peersSendingToUs: 0 };
const FINISHED = { leftUntilDone: 0, percentDone: 1, desiredAvailable: 0 };
const MAGNET = { totalSize: 0, sizeWhenDone: 0, leftUntilDone: 0, percentDone: 0 };

function normalize(change: Partial<WireTorrent>, defaultDir = "/data"): Download {
  const torrent = { ...RUNNING, ...change };
  return normalizeTorrent({ instanceId: "transmission-main", torrent, defaultDir });
}

describe("the status", () => {
  test.each<[string, Partial<WireTorrent>, string]>([
    ["0, unfinished", { status: 0 }, "Paused"],
    ["0, finished", { status: 0, ...FINISHED }, "Completed"],
    ["0, a magnet without metadata", { status: 0, ...MAGNET }, "Paused"],
    ["1", { status: 1 }, "Checking"],
    ["2", { status: 2 }, "Checking"],
    ["3", { status: 3 }, "Queued"],
    ["4 with data", { status: 4 }, "Downloading"],
    ["4 with a peer that begins to send", { ...IDLE, peersSendingToUs: 1 }, "Downloading"],
    ["4 with a web seed that begins", { ...IDLE, webseedsSendingToUs: 1 }, "Downloading"],
    ["4 with nobody who sends", IDLE, "Stalled"],
    ["4 without metadata", { ...MAGNET, metadataPercentComplete: 0.5 }, "Fetching metadata"],
    ["5", { status: 5, ...FINISHED }, "Completed"],
    ["6", { status: 6, ...FINISHED }, "Seeding"],
    ["7", { status: 7 }, "Unknown"],
    ["none", { status: -1 }, "Unknown"],
  ])("of %s is right", (_what, change, status) => {
    expect(normalize(change).status).toBe(status);
  });
});

describe("an error", () => {
  test.each([1, 2])("%i is the tracker's: a message, and the status stays", (error) => {
    expect(normalize({ error, errorString: "Unregistered torrent" })).toMatchObject({
      status: "Downloading",
      message: "Unregistered torrent",
    });
  });

  test("3 is the torrent's, told in its own words", () => {
    const errorString = "Couldn't write '/data/tv/Some Show': No space left on device";
    expect(normalize({ error: 3, errorString, status: 0 })).toMatchObject({
      status: "Error",
      message: errorString,
    });
  });

  test("3 without a text has one of ours", () => {
    expect(normalize({ error: 3 }).message).toMatch(/error of its own/);
  });
});

describe("progress", () => {
  test("is what is here of what is wanted", () => {
    expect(normalize({ totalSize: 400 * MB })).toMatchObject({
      progressPercent: 25,
      sizeBytes: 100 * MB,
      downloadedBytes: 25 * MB,
    });
  });

  test("before metadata is zero of an unknown size", () => {
    expect(normalize(MAGNET)).toMatchObject({ progressPercent: 0, sizeBytes: null });
  });
});

describe("the ETA", () => {
  test.each([
    [60, 60],
    [YEAR_SECONDS, YEAR_SECONDS],
    [YEAR_SECONDS + 1, null],
    [0, null],
    [-1, null],
    [-2, null],
  ])("of %i seconds is %j", (eta, expected) => {
    expect(normalize({ eta }).etaSeconds).toBe(expected);
  });

  test("while seeding counts to the ratio, which is no ETA", () => {
    expect(normalize({ status: 6, ...FINISHED, eta: 60 }).etaSeconds).toBeNull();
  });
});

describe("availability", () => {
  test.each<[string, Partial<WireTorrent>, number | null]>([
    ["a whole copy in the swarm", {}, 100],
    ["half of the rest in the swarm", { desiredAvailable: 37 * MB }, 62],
    ["nobody there", { ...IDLE, desiredAvailable: 0 }, 25],
    ["all but one byte", { desiredAvailable: 75 * MB - 1 }, 99],
    ["a web seed that sends", { desiredAvailable: 0, webseedsSendingToUs: 1 }, 100],
    ["a paused torrent", { status: 0, desiredAvailable: 0 }, null],
    ["a finished torrent", { status: 6, ...FINISHED }, null],
    ["a magnet without metadata", { ...MAGNET, metadataPercentComplete: 0 }, null],
  ])("with %s is right", (_what, change, percent) => {
    expect(normalize(change).availabilityPercent).toBe(percent);
  });
});

describe("the category", () => {
  test("is the first label, and all labels are tags", () => {
    expect(normalize({ labels: ["tv-sonarr", "mine"] })).toMatchObject({
      category: "tv-sonarr",
      tags: ["tv-sonarr", "mine"],
    });
  });

  test.each([
    ["/data/tv", "/data", "tv"],
    ["/data/tv/deeper", "/data/", "tv"],
    ["/data", "/data", null],
    ["/database/tv", "/data", null],
    ["/data/tv", "", null],
  ])("of a torrent in %s, where %s is the default, is %j", (downloadDir, defaultDir, category) => {
    expect(normalize({ downloadDir }, defaultDir).category).toBe(category);
  });
});

test("connected seeds are not told from other peers", () => {
  expect(normalize({ peersConnected: 7 })).toMatchObject({ seeders: null, peers: 7 });
});

test("times are milliseconds, and zero is never", () => {
  expect(normalize({}).addedAt).toBe(1_795_426_955_000);
  expect(normalize({ addedDate: 0 }).addedAt).toBeNull();
});

test("it is joined by its hash, and called by it when it has no name", () => {
  expect(normalize({ name: "\n" })).toMatchObject({
    id: HASH,
    joinKeys: [`torrent:${HASH}`],
    title: HASH,
  });
});
