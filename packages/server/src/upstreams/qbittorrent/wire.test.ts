import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInThisContext } from "node:vm";
import { describe, expect, test } from "vitest";

import { readMainData, readTrackers } from "./wire.ts";

const HASH = "21e797ff512921c282111c0340e3398f6a371c03";

describe("an answer of sync/maindata", () => {
  test.each([
    ["text", "surprise"],
    ["null", null],
    ["a list", []],
    ["nothing but braces", {}],
    ["a rid in text", { rid: "1" }],
    ["torrents as a list", { rid: 1, torrents: [] }],
    ["removals as a map", { rid: 1, torrents_removed: {} }],
  ])("is not %s", (_what, payload) => {
    expect(readMainData(payload)).toBeNull();
  });

  test("may be a bare rid: nothing changed", () => {
    expect(readMainData({ rid: 7 })).toEqual({
      rid: 7,
      isFull: false,
      torrents: new Map(),
      removed: [],
    });
  });

  test("keeps rows by hash in lower case and skips rows without one", () => {
    const data = readMainData({
      rid: 1,
      full_update: true,
      torrents: { [HASH.toUpperCase()]: { name: "A" }, "no-hash": { name: "B" }, [HASH]: null },
      torrents_removed: [HASH.toUpperCase(), 5],
    });
    expect(data?.isFull).toBe(true);
    expect([...(data?.torrents ?? [])]).toEqual([[HASH, { name: "A" }]]);
    expect(data?.removed).toEqual([HASH]);
  });

  test("gives only members we know, of the type we know", () => {
    const row = {
      name: 5,
      size: "9",
      eta: Infinity,
      dlspeed: 7,
      has_tracker_error: 1,
      magnet_uri: "",
    };
    expect(readMainData({ rid: 1, torrents: { [HASH]: row } })?.torrents.get(HASH)).toEqual({
      dlspeed: 7,
    });
  });

  test("becomes rows that are no hash tables, which would be three times the size", () => {
    setFlagsFromString("--allow-natives-syntax");
    const isCompact = runInThisContext("(row) => %HasFastProperties(row)") as (
      row: unknown,
    ) => boolean;
    const recording = new URL("fixtures/5.3.0/sync.maindata.full.json", import.meta.url);
    const rows = [...(readMainData(JSON.parse(readFileSync(recording, "utf8")))?.torrents ?? [])];
    const all = rows.filter(([, row]) => Object.keys(row).length === 20);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(([, row]) => !isCompact(row))).toEqual([]);
  });
});

test("an answer of torrents/trackers skips rows that are none", () => {
  expect(readTrackers({})).toBeNull();
  expect(readTrackers([null, { url: "u" }, { url: "http://t", status: 4, msg: null }])).toEqual([
    { url: "http://t", status: 4, msg: "" },
  ]);
});
