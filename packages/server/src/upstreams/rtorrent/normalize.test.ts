import { describe, expect, test } from "vitest";

import { normalizeTorrent } from "./normalize.ts";
import { expectedDownloads, recordedTorrents } from "./recordings.case.ts";
import type { WireTorrent } from "./wire.ts";

const HASH = "4E94BF8F5A82BD096C703B077427F413422A4377";

/** A torrent that downloads with 100 B/s and has 250 of 1000 bytes, 1 of 4 chunks. */
function makeTorrent(change: Partial<WireTorrent> = {}): WireTorrent {
  return {
    hash: HASH,
    name: "Some.Release",
    sizeBytes: 1000,
    completedBytes: 250,
    sizeChunks: 4,
    completedChunks: 1,
    wantedChunks: 3,
    downRate: 100,
    state: true,
    isOpen: true,
    isActive: true,
    complete: false,
    hashing: 0,
    isHashChecking: false,
    hashingFailed: false,
    isPartiallyDone: false,
    isMeta: false,
    message: "",
    custom1: "tv",
    addtime: "1795426955",
    timestampStarted: 1_795_426_999,
    directory: "/downloads",
    basePath: "/downloads/Some.Release",
    peersConnected: 5,
    peersComplete: 2,
    ...change,
  };
}
const normalize = (change: Partial<WireTorrent> = {}) =>
  normalizeTorrent("rtorrent-main", makeTorrent(change));

test.each(["0.9.8", "0.16.17"])("the recorded list of %s is as expected", (version) => {
  const downloads = recordedTorrents(version).map((torrent) =>
    normalizeTorrent("rtorrent-main", torrent),
  );
  expect(downloads).toEqual(expectedDownloads(version));
});

test("a torrent is told in our units", () => {
  expect(normalize()).toEqual({
    instanceId: "rtorrent-main",
    id: HASH.toLowerCase(),
    protocol: "torrent",
    joinKeys: [`torrent:${HASH.toLowerCase()}`],
    title: "Some.Release",
    status: "Downloading",
    progressPercent: 25,
    sizeBytes: 1000,
    downloadedBytes: 250,
    bytesPerSecond: 100,
    etaSeconds: 8,
    placeInLine: null,
    category: "tv",
    tags: [],
    savePath: "/downloads/Some.Release",
    addedAt: 1_795_426_955_000,
    availabilityPercent: null,
    seeders: 2,
    peers: 3,
    message: null,
  });
});

describe("the status", () => {
  const still = { downRate: 0 };
  const done = { complete: true, completedBytes: 1000, completedChunks: 4, ...still };
  const refused = 'Tracker: [Failure reason "Unregistered torrent"]';
  test.each<[string, Partial<WireTorrent>, string]>([
    ["with data flowing", {}, "Downloading"],
    ["without", still, "Stalled"],
    ["of a magnet", { isMeta: true, ...still }, "Fetching metadata"],
    ["of a stopped magnet", { isMeta: true, state: false, isActive: false, ...still }, "Paused"],
    ["in its check", { hashing: 3, isHashChecking: true, isActive: false, ...still }, "Checking"],
    ["waiting for its check", { hashing: 1, isOpen: false, isActive: false }, "Checking"],
    ["checked after its download", { ...done, hashing: 2, isHashChecking: true }, "Checking"],
    ["with a check that failed", { hashing: 1, hashingFailed: true, isOpen: false }, "Error"],
    [
      "with a failed check repeated",
      { hashing: 3, hashingFailed: true, isHashChecking: true },
      "Checking",
    ],
    ["seeding", done, "Seeding"],
    ["all here and stopped", { ...done, state: false, isActive: false }, "Completed"],
    ["all here and held", { ...done, isActive: false }, "Completed"],
    [
      "with all that is wanted here",
      { isPartiallyDone: true, wantedChunks: 0, ...still },
      "Seeding",
    ],
    [
      "with nothing known of its data",
      { isPartiallyDone: true, completedChunks: 0, wantedChunks: 0, ...still },
      "Stalled",
    ],
    ["stopped", { state: false, isActive: false, ...still }, "Paused"],
    ["stopped and closed", { state: false, isOpen: false, isActive: false, ...still }, "Paused"],
    ["held", { isActive: false, ...still }, "Paused"],
    ["meant to run, not opened", { isOpen: false, isActive: false, ...still }, "Queued"],
    [
      "after a tracker time-out",
      { message: "Tracker: [Timeout was reached]", ...still },
      "Stalled",
    ],
    ["refused by its tracker", { message: refused, ...still }, "Error"],
    ["refused, with data flowing", { message: refused }, "Downloading"],
    [
      "refused, and stopped since",
      { message: refused, state: false, isActive: false, ...still },
      "Paused",
    ],
    ["refused, but all here", { message: refused, ...done }, "Seeding"],
    [
      "with the disk full",
      { message: "Not enough disk space", isOpen: false, isActive: false, ...still },
      "Error",
    ],
    [
      "with files missing, and stopped",
      {
        message: "Hash check returned unfinished chunks.",
        state: false,
        isActive: false,
        ...still,
      },
      "Error",
    ],
  ])("of a torrent %s", (_name, change, status) => {
    expect(normalize(change).status).toBe(status);
  });

  test("keeps its message, without links", () => {
    expect(normalize({ message: "Tracker: [Timeout was reached]" }).message).toBe(
      "Tracker: [Timeout was reached]",
    );
    expect(
      normalize({ message: "Tracker: [Failure at http://t.invalid/passkey/announce]" }).message,
    ).toBe("Tracker: [Failure at [link]");
  });

  test("that is an error has a message, although rTorrent says nothing of a failed check", () => {
    expect(normalize({ hashing: 1, hashingFailed: true }).message).toBe("The hash check failed");
  });
});

describe("progress", () => {
  test("of a torrent with files left out is of what is wanted", () => {
    // 2 of 10 chunks are here, 2 more are wanted, 6 are not.
    const partial = { sizeChunks: 10, completedChunks: 2, wantedChunks: 2, completedBytes: 200 };
    expect(normalize(partial)).toMatchObject({ progressPercent: 50, etaSeconds: 2 });
  });

  test("of a whole torrent goes by bytes, for the last chunk may be short", () => {
    expect(normalize({ completedBytes: 300 })).toMatchObject({
      progressPercent: 30,
      etaSeconds: 7,
    });
  });

  test("of a torrent with all that is wanted is 100", () => {
    expect(normalize({ isPartiallyDone: true, wantedChunks: 0, downRate: 0 })).toMatchObject({
      progressPercent: 100,
      downloadedBytes: 250,
      sizeBytes: 1000,
    });
  });

  test("of a magnet is none, and its size unknown", () => {
    expect(normalize({ isMeta: true, sizeBytes: 1, completedBytes: 0 })).toMatchObject({
      progressPercent: 0,
      sizeBytes: null,
      downloadedBytes: 0,
    });
  });

  test("goes by bytes when chunks are not told", () => {
    expect(normalize({ wantedChunks: null })).toMatchObject({ progressPercent: 25, etaSeconds: 8 });
  });
});

test("the time left is unknown when nothing flows, and never 0", () => {
  expect(normalize({ downRate: 0 }).etaSeconds).toBeNull();
  expect(normalize({ downRate: 1_000_000 }).etaSeconds).toBe(1);
  expect(normalize({ state: false }).etaSeconds).toBeNull();
});

describe("the label", () => {
  test.each<[string, string | null, string[]]>([
    ["", null, []],
    ["tv-sonarr", "tv-sonarr", []],
    ["My%20Label", "My Label", []],
    ["caf%C3%A9%2C%20bar", "café, bar", []],
    ["50%", "50%", []],
    ["tv,h%C3%A9", "tv", ["tv", "hé"]],
    ["%00", null, []],
  ])("%j is category %j and tags %j", (custom1, category, tags) => {
    expect(normalize({ custom1 })).toMatchObject({ category, tags });
  });
});

test.each<[string, number, number | null]>([
  ["1795426955", 5, 1_795_426_955_000],
  [" 1795426955\n", 5, 1_795_426_955_000],
  ["", 5, 5000],
  ["yesterday", 5, 5000],
  ["", 0, null],
  ["0", 0, null],
  ["", 1e15, null],
])("addtime %j and first start %j make it added at %j", (addtime, timestampStarted, addedAt) => {
  expect(normalize({ addtime, timestampStarted }).addedAt).toBe(addedAt);
});

test("the path is the torrent's own once it has one, before that its folder's", () => {
  expect(normalize({ basePath: "" }).savePath).toBe("/downloads");
  expect(normalize({ basePath: "", directory: "" }).savePath).toBeNull();
});

test("seeds are not counted among the others, and unknown stays unknown", () => {
  expect(normalize({ peersConnected: 1, peersComplete: 3 }).peers).toBe(0);
  expect(normalize({ peersConnected: null, peersComplete: null })).toMatchObject({
    seeders: null,
    peers: null,
  });
});

test("a torrent without a name is called by its hash", () => {
  expect(normalize({ name: "" }).title).toBe(HASH.toLowerCase());
});
