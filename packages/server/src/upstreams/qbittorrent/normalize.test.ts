import { describe, expect, test } from "vitest";

import type { Download } from "../../domain/download.ts";
import { isKnownState, mayBeHeldUpByTracker, normalizeTorrent } from "./normalize.ts";
import type { WireTorrent } from "./wire.ts";

const HASH = "21e797ff512921c282111c0340e3398f6a371c03";
const MB = 1024 * 1024;

function normalize(torrent: WireTorrent, trackerMessage: string | null = null): Download {
  return normalizeTorrent({ instanceId: "qbittorrent-main", hash: HASH, torrent, trackerMessage });
}

describe("the state of a torrent", () => {
  test.each([
    ["downloading", "Downloading"],
    ["forcedDL", "Downloading"],
    ["stalledDL", "Stalled"],
    ["metaDL", "Fetching metadata"],
    ["forcedMetaDL", "Fetching metadata"],
    ["queuedDL", "Queued"],
    ["pausedDL", "Paused"],
    ["stoppedDL", "Paused"],
    ["checkingDL", "Checking"],
    ["checkingUP", "Checking"],
    ["checkingResumeData", "Checking"],
    ["queuedForChecking", "Checking"],
    ["allocating", "Checking"],
    ["moving", "Moving"],
    ["uploading", "Seeding"],
    ["forcedUP", "Seeding"],
    ["stalledUP", "Seeding"],
    ["queuedUP", "Completed"],
    ["pausedUP", "Completed"],
    ["stoppedUP", "Completed"],
    ["error", "Error"],
    ["missingFiles", "Error"],
    ["unknown", "Unknown"],
  ])("%s is %s", (state, status) => {
    expect(normalize({ state }).status).toBe(status);
    expect(isKnownState(state)).toBe(true);
  });

  test.each(["someFutureState", "", "constructor"])("%j is Unknown and not known", (state) => {
    expect(normalize({ state }).status).toBe("Unknown");
    expect(isKnownState(state)).toBe(false);
  });
});

describe("progress", () => {
  test("is that of the data while checking, not of the check", () => {
    const checking = { state: "checkingDL", progress: 0.9, size: 100 * MB, completed: 20 * MB };
    expect(normalize(checking)).toMatchObject({
      progressPercent: 20,
      downloadedBytes: 20 * MB,
    });
  });

  test("is zero of an unknown size before there is metadata", () => {
    expect(normalize({ state: "metaDL", size: 0, completed: 0, progress: 0 })).toMatchObject({
      progressPercent: 0,
      sizeBytes: null,
      downloadedBytes: 0,
    });
    expect(normalize({ state: "metaDL", size: -1 }).sizeBytes).toBeNull();
  });
});

describe("the ETA", () => {
  const running = { state: "downloading", size: 100 * MB, completed: MB };

  test("of a running download is in seconds", () => {
    expect(normalize({ ...running, eta: 90 }).etaSeconds).toBe(90);
  });

  test.each([8_640_000, 0, -1])("of %i is unknown", (eta) => {
    expect(normalize({ ...running, eta }).etaSeconds).toBeNull();
  });

  test("of a seeding torrent counts to its share limit, which is no ETA", () => {
    const seeding = { state: "uploading", size: MB, completed: MB, eta: 500 };
    expect(normalize(seeding).etaSeconds).toBeNull();
  });
});

describe("availability", () => {
  test.each([
    [0, 0],
    [0.5929999947547913, 59],
    [0.38999998569488525, 39],
    [0.9990000128746033, 99],
    [1, 100],
    [1.0509999990463257, 100],
    [-1, null],
    [undefined, null],
  ])("of %j copies is %j percent", (copies, percent) => {
    const torrent = {
      state: "stalledDL",
      ...(copies === undefined ? {} : { availability: copies }),
    };
    expect(normalize(torrent).availabilityPercent).toBe(percent);
  });

  test.each(["stoppedDL", "queuedDL", "metaDL", "checkingDL", "stalledUP", "uploading"])(
    "is unknown in state %s, where nobody asks the swarm",
    (state) => {
      expect(normalize({ state, availability: 0.666 }).availabilityPercent).toBeNull();
    },
  );
});

describe("join keys", () => {
  const V1 = "AAAA97ff512921c282111c0340e3398f6a371c03";
  const V2 = `${HASH}0123456789abcdef01234567`;

  test("of a v1 torrent are one", () => {
    expect(normalize({ infohash_v1: HASH.toUpperCase(), infohash_v2: "" }).joinKeys).toEqual([
      `torrent:${HASH}`,
    ]);
  });

  test("of a hybrid torrent are its v1 hash and its truncated v2 hash", () => {
    expect(normalize({ infohash_v1: V1, infohash_v2: V2 }).joinKeys).toEqual([
      `torrent:${HASH}`,
      `torrent:${V1.toLowerCase()}`,
    ]);
  });

  test("before 4.4, which has no such members, are the hash alone", () => {
    expect(normalize({}).joinKeys).toEqual([`torrent:${HASH}`]);
  });
});

describe("the message", () => {
  test("of an error and of missing files is in plain words", () => {
    expect(normalize({ state: "error" }).message).toMatch(/disk/);
    expect(normalize({ state: "missingFiles" }).message).toMatch(/files are not where/);
  });

  test("of a stalled torrent is its tracker's, without links", () => {
    const stalled = { state: "stalledDL", has_tracker_error: true };
    expect(normalize(stalled, "Unregistered torrent").message).toBe("Unregistered torrent");
    expect(normalize(stalled, "see https://tracker.example/x?passkey=1").message).toBe(
      "see [link]",
    );
    expect(normalize(stalled).message).toBe("Its tracker reports trouble.");
  });

  test("is none where the tracker is no trouble", () => {
    expect(normalize({ state: "stalledDL", has_tracker_error: false }, "old").message).toBeNull();
    expect(normalize({ state: "downloading", has_tracker_error: true }, "old").message).toBeNull();
  });
});

describe("whether a tracker may be the trouble", () => {
  test("is said by any of the flags of a torrent that waits", () => {
    const flags = { has_tracker_error: false, has_tracker_warning: false };
    expect(mayBeHeldUpByTracker({ state: "stalledDL", ...flags })).toBe(false);
    expect(
      mayBeHeldUpByTracker({ state: "stalledDL", ...flags, has_other_announce_error: true }),
    ).toBe(true);
    expect(mayBeHeldUpByTracker({ state: "metaDL", ...flags, has_tracker_warning: true })).toBe(
      true,
    );
    expect(mayBeHeldUpByTracker({ state: "stoppedDL", has_tracker_error: true })).toBe(false);
  });

  test("is open, before the flags, while there is not a single peer", () => {
    expect(mayBeHeldUpByTracker({ state: "stalledDL", num_seeds: 0, num_leechs: 0 })).toBe(true);
    expect(mayBeHeldUpByTracker({ state: "stalledDL", num_seeds: 0, num_leechs: 1 })).toBe(false);
  });
});

test("an empty tags text is no tag, and an empty category is none", () => {
  expect(normalize({ tags: "", category: "" })).toMatchObject({ tags: [], category: null });
  expect(normalize({ tags: "hd, mine", category: "tv/sub" })).toMatchObject({
    tags: ["hd", "mine"],
    category: "tv/sub",
  });
});

test("times are milliseconds, and a torrent without a name is called by its hash", () => {
  expect(normalize({ added_on: 1_795_426_957 }).addedAt).toBe(1_795_426_957_000);
  expect(normalize({ added_on: -1 }).addedAt).toBeNull();
  expect(normalize({ added_on: Number.MAX_SAFE_INTEGER }).addedAt).toBeNull();
  expect(normalize({ name: "\u0000" }).title).toBe(HASH);
});
