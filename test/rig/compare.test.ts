import { describe, expect, it } from "vitest";

import { disagreements, type Sample } from "./compare.ts";
import type { Reading } from "./reading.ts";
import type { Shown } from "./shown.ts";

const SIZE = 28 * 1024 * 1024;

describe("disagreements", () => {
  it("finds none where every field is that of a reading", () => {
    expect(disagreements([makeShown({})], samplesOf([makeReading({})]))).toEqual([]);
  });

  it("accepts numbers between the reading before and the one after", () => {
    const before = makeReading({ progressPercent: 10, bytesPerSecond: 0 });
    const after = makeReading({ progressPercent: 20, bytesPerSecond: 500_000 });
    const shown = makeShown({ progress: 15, speed: 200_000 });
    expect(disagreements([shown], samplesOf([before], [after]))).toEqual([]);
  });

  it.for([
    ["title", makeShown({ title: "Another.Name" })],
    ["status", makeShown({ status: "Stalled" })],
    ["category", makeShown({ category: "" })],
    ["size", makeShown({ size: SIZE + 1 })],
    ["progress", makeShown({ progress: 41 })],
    ["speed", makeShown({ speed: 40_000 })],
  ] as const)("names a wrong %s, the client's own words, and both values", ([field, shown]) => {
    const problems = disagreements([shown], samplesOf([makeReading({})]));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`(downloading): ${field} is ${JSON.stringify(shown[field])}`);
  });

  it("allows no speed at all where nothing moves", () => {
    const still = makeReading({ bytesPerSecond: 0 });
    expect(disagreements([makeShown({ speed: 1 })], samplesOf([still]))).toHaveLength(1);
  });

  it("finds what is shown but not in the client", () => {
    const problems = disagreements([makeShown({})], samplesOf([], []));
    expect(problems).toEqual(["Harbor.Lights is shown but not in the client"]);
  });

  it("finds what is in the client but not shown", () => {
    const problems = disagreements([], samplesOf([makeReading({})]));
    expect(problems).toEqual(["Harbor.Lights is in the client but not shown"]);
  });

  it("lets a download come or go between two readings", () => {
    expect(disagreements([], samplesOf([makeReading({})], []))).toEqual([]);
    expect(disagreements([makeShown({})], samplesOf([], [makeReading({})]))).toEqual([]);
  });

  it("finds a download that is shown twice", () => {
    const problems = disagreements([makeShown({}), makeShown({})], samplesOf([makeReading({})]));
    expect(problems).toEqual(["a download is shown twice"]);
  });
});

function samplesOf(...lists: readonly (readonly Reading[])[]): readonly Sample[] {
  return lists.map((readings, at) => ({ askedAt: at, answeredAt: at, readings }));
}

function makeReading(change: Partial<Reading>): Reading {
  return {
    id: "a1",
    title: "Harbor.Lights",
    sizeBytes: SIZE,
    progressPercent: 40,
    rawState: "downloading",
    category: "tv-sonarr",
    bytesPerSecond: 16_000,
    expectedStatuses: ["Downloading"],
    ...change,
  };
}

function makeShown(change: Partial<Shown>): Shown {
  return {
    id: "a1",
    title: "Harbor.Lights",
    type: "torrent",
    client: "qbittorrent",
    instanceId: "qbittorrent-base",
    instanceName: "Base",
    status: "Downloading",
    progress: 40,
    size: SIZE,
    speed: 16_000,
    category: "tv-sonarr",
    availability: 100,
    ...change,
  };
}
