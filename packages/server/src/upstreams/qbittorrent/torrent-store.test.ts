import { describe, expect, test } from "vitest";

import { normalizeTorrent } from "./normalize.ts";
import { TorrentStore } from "./torrent-store.ts";
import type { MainData, WireTorrent } from "./wire.ts";

const hashOf = (number: number): string => number.toString(16).padStart(40, "0");

function data(change: Partial<MainData>): MainData {
  return { rid: 1, isFull: false, torrents: new Map(), removed: [], ...change };
}

function full(...torrents: readonly WireTorrent[]): MainData {
  return data({ isFull: true, torrents: new Map(torrents.map((one, at) => [hashOf(at), one])) });
}

function delta(members: Readonly<Record<number, WireTorrent>>): MainData {
  const rows = Object.entries(members).map(
    ([number, one]) => [hashOf(Number(number)), one] as const,
  );
  return data({ torrents: new Map(rows) });
}

function countingStore(): { store: TorrentStore; normalized: string[] } {
  const normalized: string[] = [];
  const store = new TorrentStore(
    (hash, torrent) => {
      normalized.push(hash);
      return normalizeTorrent({ instanceId: "q", hash, torrent, trackerMessage: null });
    },
    ({ state }) => state === "stalledDL",
  );
  return { store, normalized };
}

const running = (name: string): WireTorrent => ({ name, state: "downloading", dlspeed: 1 });

describe("a delta", () => {
  test("of 50 changes among 20,000 normalises 50 and leaves 19,950 objects as they were", () => {
    const { store, normalized } = countingStore();
    store.apply(full(...Array.from({ length: 20_000 }, (_, at) => running(`Release ${at}`))));
    const before = store.list();
    normalized.length = 0;
    store.apply(
      delta(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [at * 400, { dlspeed: 2 }]))),
    );
    const after = store.list();
    expect(normalized).toHaveLength(50);
    expect(after).toHaveLength(20_000);
    expect(after.filter((download, at) => download === before[at])).toHaveLength(19_950);
    expect(after[400]?.bytesPerSecond).toBe(2);
    expect(after[400]?.title).toBe("Release 400");
  });

  test("without news gives the same list", () => {
    const { store } = countingStore();
    store.apply(full(running("A")));
    const before = store.list();
    store.apply(data({}));
    store.apply(delta({ 0: { dlspeed: 1 } }));
    expect(store.list()).toBe(before);
  });

  test("removes, also what it never knew", () => {
    const { store } = countingStore();
    store.apply(full(running("A"), running("B")));
    store.apply(data({ removed: [hashOf(0), hashOf(9)] }));
    expect(store.list().map((download) => download.title)).toEqual(["B"]);
  });

  test("lacks its base when it changes a torrent we do not know", () => {
    const { store } = countingStore();
    store.apply(full(running("A")));
    expect(store.lacksBaseOf(delta({ 0: { dlspeed: 2 } }))).toBe(false);
    expect(store.lacksBaseOf(delta({ 1: running("new") }))).toBe(false);
    expect(store.lacksBaseOf(delta({ 1: { dlspeed: 2 } }))).toBe(true);
    const returned = { ...delta({ 0: { dlspeed: 2 } }), removed: [hashOf(0)] };
    expect(store.lacksBaseOf(returned)).toBe(true);
  });
});

test("the marked torrents are known at any time", () => {
  const { store } = countingStore();
  store.apply(full(running("A"), { ...running("B"), state: "stalledDL" }));
  expect([...store.marked]).toEqual([hashOf(1)]);
  store.apply(delta({ 0: { state: "stalledDL" }, 1: { state: "downloading" } }));
  expect([...store.marked]).toEqual([hashOf(0)]);
  store.apply(data({ removed: [hashOf(0)] }));
  expect([...store.marked]).toEqual([]);
  store.apply(delta({ 1: { state: "stalledDL" } }));
  store.apply(full(running("A")));
  expect([...store.marked]).toEqual([]);
});

describe("a full answer", () => {
  test("replaces everything and keeps the objects of what did not change", () => {
    const { store } = countingStore();
    store.apply(full(running("A"), running("B"), running("C")));
    const before = store.list();
    store.apply(full(running("A"), { ...running("B"), dlspeed: 5 }));
    const after = store.list();
    expect(after).toHaveLength(2);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  test("that says what we know gives the same list", () => {
    const { store } = countingStore();
    store.apply(full(running("A"), running("B")));
    const before = store.list();
    store.apply(full(running("A"), running("B")));
    expect(store.list()).toBe(before);
  });

  test("without torrents empties the list", () => {
    const { store } = countingStore();
    store.apply(full(running("A")));
    store.apply(full());
    expect(store.list()).toEqual([]);
  });

  test("forgets members that the torrent no longer has", () => {
    const { store } = countingStore();
    store.apply(full({ ...running("A"), category: "tv" }));
    store.apply(full(running("A")));
    expect(store.list()[0]?.category).toBeNull();
  });
});
