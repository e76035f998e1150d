import { expect, test } from "vitest";

import { makeGrab, makeReading, makeRecord, makeTitle } from "./make.case.ts";
import { findQueued } from "./queued-release.ts";

const keys = (id: string): readonly string[] => [`torrent:${id}`];

test("a row stands for all rows of its download, and for its own title among them", () => {
  const reading = makeReading({
    queue: [
      makeRecord({ id: 1, joinKeys: keys("pack") }),
      makeRecord({ id: 2, joinKeys: keys("pack") }),
      makeRecord({ id: 3, joinKeys: keys("pack"), titleId: 2 }),
      makeRecord({ id: 4, joinKeys: keys("other") }),
    ],
    titles: [makeTitle({ id: 1 }), makeTitle({ id: 2 })],
    grabs: [makeGrab({ joinKeys: keys("pack") }), makeGrab({ joinKeys: keys("other") })],
  });
  const queued = findQueued(reading, 2);
  expect(queued?.rowIds).toEqual([1, 2, 3]);
  expect(queued?.link.records.map(({ id }) => id)).toEqual([1, 2]);
  expect(queued?.link.title?.id).toBe(1);
  expect(queued?.link.grabs).toHaveLength(1);
});

test("rows that are held back stand for themselves alone", () => {
  const held = [1, 2].map((id) => makeRecord({ id, joinKeys: [] }));
  expect(findQueued(makeReading({ queue: held }), 2)?.rowIds).toEqual([2]);
});

test("a row that is not there is nothing", () => {
  expect(findQueued(makeReading({ queue: [makeRecord({ id: 1 })] }), 2)).toBeNull();
});
