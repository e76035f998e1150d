import { describe, expect, test } from "vitest";

import { fieldsOf, toTable } from "./to-table.ts";

const HASH = "00ff".repeat(10);

function told(things: readonly object[]) {
  return toTable(things.length, fieldsOf(things)).fields;
}

describe("a field is told", () => {
  test("once when all have the same, also when it is a list, or nothing", () => {
    const things = [1, 2].map(() => ({ kind: "torrent", tags: ["a"], key: null }));
    expect(told(things)).toEqual({
      kind: { same: "torrent" },
      tags: { same: ["a"] },
      key: { same: null },
    });
  });

  test("as words when there are few of them, and their places only once", () => {
    const things = Array.from({ length: 8 }, (_, at) => ({
      person: ["ada", "bob"][at % 2],
      badges: [{ label: ["a", "b"][at % 2] }],
      title: `Title ${at}`,
    }));
    const places = [0, 1, 0, 1, 0, 1, 0, 1];
    expect(told(things)).toMatchObject({
      person: { words: ["ada", "bob"], at: places },
      badges: { words: [[{ label: "a" }], [{ label: "b" }]], at: "person" },
      title: { each: things.map(({ title }) => title) },
    });
  });

  test("in bytes when its numbers are long, and in digits when they are short or broken", () => {
    const things = [1_000, null, 67_000].map((size, at) => ({
      size,
      seeders: [1, null, 3][at],
      progress: [0.5, 1e6, 2e6][at],
    }));
    expect(told(things)).toEqual({
      size: { integers: "AAABAAAAAQHR", bytes: 3, from: 1_000 },
      seeders: { each: [1, null, 3] },
      progress: { each: [0.5, 1e6, 2e6] },
    });
  });

  test("as hashes when most are", () => {
    const things = [{ id: "SABnzbd_nzo_1" }, { id: HASH }];
    expect(told(things)).toEqual({
      id: { hashes: "AP8A/wD/AP8A/wD/AP8A/wD/AP8=", others: ["SABnzbd_nzo_1", null] },
    });
  });

  test("as a table when it is a list of things", () => {
    const things = [{ episodes: [{ number: 7 }, { number: 8 }] }, { episodes: [{ number: 9 }] }];
    expect(told(things)).toEqual({
      episodes: { counts: [2, 1], table: { count: 3, fields: { number: { each: [7, 8, 9] } } } },
    });
  });

  test("with who lacks it, which is not who has null", () => {
    const things = [{ path: "/a" }, {}, { path: null }] as const;
    expect(told(things)).toEqual({ path: { each: ["/a", "/a", null], lacking: [1] } });
  });

  test("not at all when nobody has it", () => {
    expect(toTable(0, fieldsOf([]))).toEqual({ count: 0, fields: {} });
    expect(told([{ path: undefined }])).toEqual({});
  });
});
