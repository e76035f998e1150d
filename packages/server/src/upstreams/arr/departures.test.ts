import { beforeEach, describe, expect, test } from "vitest";

import type { Grab } from "../../domain/arr-reading.ts";
import { makeRecord } from "../../domain/make.case.ts";
import { Departures } from "./departures.ts";

const ROW = makeRecord({ id: 1, joinKeys: ["torrent:aa"], releaseTitle: "A", addedAt: 5 });
const OTHER = makeRecord({ id: 2, joinKeys: ["torrent:bb"], releaseTitle: "B" });
const NO_GRABS: readonly Grab[] = [];
const { releaseTitle, titleId, episode, quality, indexer } = ROW;
const GRAB: Grab = {
  joinKeys: ROW.joinKeys,
  releaseTitle,
  titleId,
  episode,
  quality,
  indexer,
  at: 5,
};

describe("rows that go", () => {
  let departures: Departures;
  beforeEach(() => {
    departures = new Departures();
    departures.note([ROW, OTHER], [OTHER], 3, 100);
  });

  test("are told as history will tell them, by the same list each time", () => {
    departures.settle([OTHER], NO_GRABS, 3);
    const joined = departures.joinedTo(NO_GRABS);
    expect(joined).toEqual([GRAB]);
    expect(departures.joinedTo(NO_GRABS)).toBe(joined);
    expect([...departures.rowIds]).toEqual([1]);
  });

  test("are let go when history knows them, when it was asked since and does not, and when they are back", () => {
    for (const [queue, grabs, fromLoad] of [
      [[OTHER], [GRAB], 3],
      [[OTHER], NO_GRABS, 4],
      [[ROW, OTHER], NO_GRABS, 3],
    ] as const) {
      const one = new Departures();
      one.note([ROW, OTHER], [OTHER], 3, 100);
      one.settle(queue, grabs, fromLoad);
      expect(one.joinedTo(grabs)).toBe(grabs);
    }
  });

  test("are no more than can be kept, the newest", () => {
    for (let id = 10; id < 1_000; id += 1) {
      departures.note([makeRecord({ id, joinKeys: [`torrent:${id}`] })], [], 3, 100);
    }
    departures.settle([], NO_GRABS, 3);
    expect(departures.rowIds.size).toBe(500);
    expect(departures.rowIds.has(999)).toBe(true);
  });

  test("without a download client's id, and those of which a part stays, are no matter", () => {
    const held = makeRecord({ id: 3, joinKeys: [] });
    const pack = makeRecord({ id: 4, joinKeys: ["torrent:bb"] });
    const one = new Departures();
    one.note([held, pack, OTHER], [OTHER], 3, 100);
    expect(one.rowIds.size).toBe(0);
  });
});
