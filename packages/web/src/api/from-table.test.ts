import type { Table } from "@sofarr/contract";
import { expect, it } from "vitest";

import { fieldsOf, thingsOf } from "./from-table.ts";

const HASH = "00ff".repeat(10);
const HASH_IN_BASE64 = "AP8A/wD/AP8A/wD/AP8A/wD/AP8=";

it("puts things together that were told in every way", () => {
  const table: Table = {
    count: 3,
    fields: {
      hash: { hashes: HASH_IN_BASE64, others: ["nzo", null, "00FF"] },
      kind: { same: "torrent" },
      status: { words: ["Seeding", null], at: [0, 1, 0] },
      colour: { words: ["green", "grey"], at: "status" },
      size: { integers: "AAEAAAAAAAP/", bytes: 3, from: 1_000 },
      progress: { each: [0.5, null, 100] },
      path: { same: "/downloads", lacking: [0, 2] },
      episodes: { counts: [2, 0, 1], table: { count: 3, fields: { number: { each: [7, 8, 9] } } } },
    },
  };
  expect(thingsOf(3, fieldsOf(table))).toStrictEqual([
    {
      hash: "nzo",
      kind: "torrent",
      status: "Seeding",
      colour: "green",
      size: 1_255,
      progress: 0.5,
      episodes: [{ number: 7 }, { number: 8 }],
    },
    {
      hash: HASH,
      kind: "torrent",
      status: null,
      colour: "grey",
      size: null,
      progress: null,
      path: "/downloads",
      episodes: [],
    },
    {
      hash: "00FF",
      kind: "torrent",
      status: "Seeding",
      colour: "green",
      size: 2_022,
      progress: 100,
      episodes: [{ number: 9 }],
    },
  ]);
});

it.each<[string, Table["fields"]]>([
  ["too few values", { a: { each: [1] } }],
  ["too many values", { a: { integers: "AAAA", bytes: 1, from: 0 } }],
  ["places that no field has", { a: { words: ["x"], at: "b" } }],
  ["fewer hashes than things", { a: { hashes: HASH_IN_BASE64, others: [null, null] } }],
  ["things that are in no list", { a: { counts: [0, 0], table: { count: 1, fields: {} } } }],
  ["a way nobody knows", { a: {} as { same: null } }],
  ["what is no base64", { a: { integers: "!", bytes: 1, from: 0 } }],
  ["a field that every object has", JSON.parse('{"__proto__":{"same":{"polluted":true}}}')],
])("refuses %s", (_, fields) => {
  expect(() => fieldsOf({ count: 2, fields })).toThrow();
  expect(Object.prototype).not.toHaveProperty("polluted");
});
