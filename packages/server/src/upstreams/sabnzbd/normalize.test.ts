import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Download } from "../../domain/download.ts";
import { jobsOf, parseTimeleft, unknownWords, type SabnzbdReading } from "./jobs.ts";
import { makeSlot } from "./make.case.ts";
import { normalizeJob } from "./normalize.ts";
import {
  parseHistory,
  parseQueue,
  type WireHistorySlot,
  type WireQueue,
  type WireQueueSlot,
} from "./wire.ts";

const MIB = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;
/** A little after the fixtures were recorded. */
const NOW = 1_795_427_100_000;

const fixture = (path: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", path), "utf8"));

function makeQueue(slots: readonly WireQueueSlot[], change: Partial<WireQueue> = {}): WireQueue {
  return { version: "4.5.0", uptime: null, paused: false, kbpersec: 1024, slots, ...change };
}

function makeDone(change: Partial<WireHistorySlot> = {}): WireHistorySlot {
  return {
    nzoId: "SABnzbd_nzo_h",
    name: "Done.Release",
    category: "tv",
    status: "Completed",
    bytes: 5 * MIB,
    completed: NOW / 1000 - 60,
    timeAdded: null,
    storage: "/complete/Done.Release",
    failMessage: "",
    ...change,
  };
}

function normalize(queue: WireQueue, history: readonly WireHistorySlot[] = []) {
  return downloadsOf({ queue, history, pace: null, now: NOW });
}
function downloadsOf(reading: SabnzbdReading): Download[] {
  return Array.from(jobsOf(reading).values(), (job) => normalizeJob("sabnzbd-main", job));
}
const normalizeSlot = (change: Partial<WireQueueSlot>, queue: Partial<WireQueue> = {}) =>
  normalize(makeQueue([makeSlot(change)], queue))[0];
const normalizeDone = (change: Partial<WireHistorySlot>) =>
  normalize(makeQueue([]), [makeDone(change)])[0];

function recorded(version: string, queueFile: string): SabnzbdReading {
  const queue = parseQueue(fixture(`${version}/${queueFile}`));
  const history = parseHistory(fixture(`${version}/history.json`));
  if (queue === null || history === null || history === "unchanged") throw new Error("bad fixture");
  return { queue, history: history.slots, pace: null, now: NOW };
}

describe.each(["4.5.0", "5.1.3"])("recorded from %s", (version) => {
  test("queue and history are one list", () => {
    expect(downloadsOf(recorded(version, "queue.json"))).toEqual(
      fixture(`${version}/downloads.expected.json`),
    );
  });

  test("with the whole queue paused nothing downloads", () => {
    expect(downloadsOf(recorded(version, "queue.globally-paused.json"))).toEqual(
      fixture(`${version}/downloads.globally-paused.expected.json`),
    );
  });

  test("no link and no incomplete folder gets through", () => {
    const text = JSON.stringify(downloadsOf(recorded(version, "queue.json")));
    expect(text).not.toContain("127.0.0.1");
    expect(text).not.toMatch(/"message":"[^"]*\/rig/);
  });

  test("every recorded word is known", () => {
    expect(unknownWords(jobsOf(recorded(version, "queue.json")).values())).toEqual([]);
  });
});

describe("a job in the queue", () => {
  test.each([
    ["Queued", "Queued", null],
    ["Paused", "Paused", null],
    ["Checking", "Checking", null],
    ["Grabbing", "Queued", "Fetching the NZB file"],
    ["Propagating", "Queued", "Waiting until the post has reached all news servers"],
    ["Fetching", "Repairing", "Fetching extra repair blocks"],
    ["Frobnicating", "Unknown", null],
    ["constructor", "Unknown", null],
  ])("that is %s is %s", (word, status, message) => {
    expect(normalizeSlot({ status: word })).toMatchObject({ status, message });
  });

  test("that is being deleted is not shown", () => {
    expect(normalizeSlot({ status: "Deleted" })).toBeUndefined();
  });

  test("is in bytes, percent and seconds", () => {
    expect(normalizeSlot({ timeAdded: 1_795_000_000 })).toMatchObject({
      progressPercent: 25,
      sizeBytes: 100 * MIB,
      downloadedBytes: 25 * MIB,
      bytesPerSecond: MIB,
      etaSeconds: 75,
      addedAt: 1_795_000_000_000,
      savePath: null,
      joinKeys: ["usenet:SABnzbd_nzo_a"],
    });
  });

  test("that is paused has no time left, whatever is said", () => {
    expect(normalizeSlot({ status: "Paused", timeleft: "0:01:00" })?.etaSeconds).toBeNull();
  });

  test("without a size has its percentage and no division by zero", () => {
    expect(normalizeSlot({ mb: 0, mbleft: 0, percentage: 0 })).toMatchObject({
      progressPercent: 0,
      sizeBytes: null,
      downloadedBytes: 0,
      availabilityPercent: null,
    });
    expect(normalizeSlot({ mb: 0, percentage: 40 })?.progressPercent).toBe(40);
  });

  test("with missing articles says how much the news servers can offer", () => {
    expect(normalizeSlot({ mb: 200, mbmissing: 50 })?.availabilityPercent).toBe(75);
    expect(normalizeSlot({ mb: 200, mbmissing: 900 })?.availabilityPercent).toBe(0);
  });

  test.each(["*", "None", ""])("of category %j has none", (category) => {
    expect(normalizeSlot({ category })?.category).toBeNull();
  });

  test("shows why it waits, but no label that counts down", () => {
    expect(normalizeSlot({ status: "Paused", labels: ["ENCRYPTED"] })?.message).toBe("ENCRYPTED");
    expect(normalizeSlot({ labels: ["WAIT 43127 sec"] })?.message).toBeNull();
  });

  test("loses the labels that old releases put before its name", () => {
    expect(
      normalizeSlot({ status: "Paused", filename: "DUPLICATE / ENCRYPTED / Some.Release" }),
    ).toMatchObject({ title: "Some.Release", message: "DUPLICATE, ENCRYPTED" });
  });
});

describe("the speed", () => {
  const three = [
    makeSlot({ nzoId: "first", status: "Paused" }),
    makeSlot({ nzoId: "second" }),
    makeSlot({ nzoId: "third" }),
  ];
  const told = (queue: WireQueue) =>
    normalize(queue).map((job) => [job.id, job.status, job.bytesPerSecond]);

  test("belongs to the first job that is not held back; the others wait", () => {
    expect(told(makeQueue(three))).toEqual([
      ["first", "Paused", 0],
      ["second", "Downloading", MIB],
      ["third", "Queued", 0],
    ]);
  });

  test("of nothing makes nothing downloading", () => {
    expect(told(makeQueue(three, { kbpersec: 0 }))).toEqual([
      ["first", "Paused", 0],
      ["second", "Queued", 0],
      ["third", "Queued", 0],
    ]);
  });

  test("belongs to a job that fetches repair blocks, when that is first", () => {
    const queue = makeQueue([makeSlot({ nzoId: "par2", status: "Fetching" }), ...three]);
    expect(told(queue)[0]).toEqual(["par2", "Repairing", MIB]);
    expect(told(queue)[2]).toEqual(["second", "Queued", 0]);
  });

  test("while the whole queue is paused belongs to a forced job alone", () => {
    for (const priority of ["Force", "2"]) {
      const queue = makeQueue([...three, makeSlot({ nzoId: "forced", priority })], {
        paused: true,
      });
      expect(told(queue)).toEqual([
        ["first", "Paused", 0],
        ["second", "Paused", 0],
        ["third", "Paused", 0],
        ["forced", "Downloading", MIB],
      ]);
    }
  });
});

describe("a job in the history", () => {
  test.each([
    ["Queued", "Queued", "Waiting for post-processing"],
    ["QuickCheck", "Verifying", null],
    ["Verifying", "Verifying", null],
    ["Repairing", "Repairing", null],
    ["Fetching", "Repairing", "Fetching extra repair blocks"],
    ["Extracting", "Unpacking", null],
    ["Moving", "Moving", null],
    ["Running", "Moving", "Running a user script"],
    ["Completed", "Completed", null],
    ["Frobnicating", "Unknown", null],
  ])("that is %s is %s, and all here", (word, status, message) => {
    expect(normalizeDone({ status: word })).toMatchObject({
      status,
      message,
      progressPercent: 100,
      downloadedBytes: 5 * MIB,
      etaSeconds: null,
    });
  });

  test("that failed says why", () => {
    expect(
      normalizeDone({ status: "Failed", failMessage: "Cannot create folder /data/tv/x" }),
    ).toMatchObject({ status: "Failed", message: "Cannot create folder /data/tv/x" });
  });

  test("that failed before its first byte has no progress and no size", () => {
    expect(normalizeDone({ status: "Failed", bytes: 0 })).toMatchObject({
      progressPercent: 0,
      sizeBytes: null,
    });
  });

  test("has the moment it was added, or its end, but never the moment of the answer", () => {
    const added = { completed: 1_795_427_000, timeAdded: 1_795_426_000 };
    expect(normalizeDone(added)?.addedAt).toBe(1_795_426_000_000);
    expect(normalizeDone({ ...added, timeAdded: null })?.addedAt).toBe(1_795_427_000_000);
    expect(normalizeDone({ ...added, timeAdded: null, status: "Moving" })?.addedAt).toBeNull();
  });

  test("is shown for a day after its end", () => {
    const ended = (ago: number, status = "Completed") =>
      normalizeDone({ status, completed: (NOW - ago) / 1000 });
    expect(ended(23 * HOUR_MS)).toBeDefined();
    expect(ended(25 * HOUR_MS)).toBeUndefined();
    expect(ended(25 * HOUR_MS, "Failed")).toBeUndefined();
    expect(ended(25 * HOUR_MS, "Moving")).toBeDefined();
  });

  test("is not yet over when post-processing has it, whatever the queue says", () => {
    const both = (status: string) =>
      normalize(makeQueue([makeSlot({ nzoId: "both" })]), [makeDone({ nzoId: "both", status })]);
    expect(both("Extracting").map((job) => job.status)).toEqual(["Unpacking"]);
    expect(both("Completed").map((job) => job.status)).toEqual(["Downloading"]);
    expect(both("Fetching").map((job) => job.status)).toEqual(["Downloading"]);
  });
});

test("ids that differ only in case are different jobs", () => {
  const jobs = normalize(
    makeQueue([makeSlot({ nzoId: "SABnzbd_nzo_aB" }), makeSlot({ nzoId: "SABnzbd_nzo_Ab" })]),
    [makeDone({ nzoId: "SABnzbd_nzo_ab" })],
  );
  expect(jobs.map((job) => job.id)).toEqual(["SABnzbd_nzo_aB", "SABnzbd_nzo_Ab", "SABnzbd_nzo_ab"]);
  expect(new Set(jobs.flatMap((job) => job.joinKeys)).size).toBe(3);
});

test.each([
  ["0:00:00", null],
  ["", null],
  ["unknown", null],
  ["0:00:01", 1],
  ["0:33:53", 2033],
  ["23:59:59", 86_399],
  ["1:00:00:00", 86_400],
  ["12:03:04:05", 12 * 86_400 + 3 * 3600 + 4 * 60 + 5],
  ["16000:00:00:00", 16_000 * 86_400],
  ["1:2", null],
  ["1:1:1:1:1", null],
  ["-1:00:00", null],
])("timeleft %j is %j seconds", (timeleft, seconds) => {
  expect(parseTimeleft(timeleft)).toBe(seconds);
});

test("words nobody knows are told for the log, without links", () => {
  const queue = makeQueue([
    makeSlot({ status: "Frobnicating" }),
    makeSlot({ nzoId: "going", status: "Deleted" }),
  ]);
  const history = [makeDone({ status: "See https://x.invalid/?k=1" })];
  const jobs = jobsOf({ queue, history, pace: null, now: NOW });
  expect(unknownWords(jobs.values())).toEqual(["Frobnicating", "See [link]"]);
});
