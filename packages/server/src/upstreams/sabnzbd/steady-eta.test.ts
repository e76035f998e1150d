import { describe, expect, test } from "vitest";

import type { QueuedJob } from "./jobs.ts";
import { makeSlot } from "./make.case.ts";
import { isNear, isStillTrue } from "./steady-eta.ts";

test.each([
  [7_200, 7_200, true],
  [7_920, 7_200, true],
  [7_921, 7_200, false],
  [6_480, 7_200, true],
  [6_479, 7_200, false],
  [180, 120, true],
  [181, 120, false],
  [60, 120, true],
  [59, 120, false],
  [null, null, true],
  [null, 5, false],
  [5, null, false],
])("%j is near %j: %j", (told, estimate, expected) => {
  expect(isNear(told, estimate)).toBe(expected);
});

describe("what was told of a job", () => {
  const slot = makeSlot({ timeleft: "2:00:00" });
  const told: QueuedJob = {
    list: "queue",
    slot,
    status: "Queued",
    placeInLine: 3,
    bytesPerSecond: 0,
    etaSeconds: 7_200,
  };
  const moved = { slot: { ...slot, timeleft: "1:59:55" }, etaSeconds: 7_195 };

  test("holds while nothing but its time left moved, and that by little", () => {
    expect(isStillTrue(told, { ...told, ...moved })).toBe(true);
    const far = { slot: { ...slot, timeleft: "1:40:00" }, etaSeconds: 6_000 };
    expect(isStillTrue(told, { ...told, ...far })).toBe(false);
    expect(isStillTrue(told, { ...told, slot: moved.slot, etaSeconds: null })).toBe(false);
  });

  test.each<[what: string, change: Partial<QueuedJob>]>([
    ["place", { placeInLine: 2 }],
    ["status", { status: "Paused" }],
    ["progress", { slot: { ...moved.slot, mbleft: 74.9 } }],
    ["name", { slot: { ...moved.slot, filename: "Another.Release" } }],
    ["id", { slot: { ...moved.slot, nzoId: "A" } }],
    ["labels", { slot: { ...moved.slot, labels: ["ENCRYPTED"] } }],
    ["list", { list: "history" } as object],
  ])("does not when its %s is another", (_what, change) => {
    expect(isStillTrue(told, { ...told, ...moved, ...change })).toBe(false);
  });

  test("does not when it downloads, begins to, or stops", () => {
    const downloading = { ...told, placeInLine: null, bytesPerSecond: 5_000 };
    expect(isStillTrue(downloading, { ...downloading })).toBe(true);
    expect(isStillTrue(downloading, { ...downloading, ...moved })).toBe(false);
    expect(isStillTrue(told, { ...told, ...moved, bytesPerSecond: 5_000 })).toBe(false);
    expect(isStillTrue({ ...told, bytesPerSecond: 5_000 }, { ...told, ...moved })).toBe(false);
  });
});
