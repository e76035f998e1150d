import { describe, expect, test } from "vitest";

import { normalizeTorrent } from "./normalize.ts";
import { TorrentStore } from "./torrent-store.ts";
import { readTorrents, type TorrentReading } from "./wire.ts";

const hashOf = (id: number): string => id.toString(16).padStart(40, "0");

function reading(rows: readonly object[], removed: readonly number[] = []): TorrentReading {
  const result = readTorrents({ torrents: rows, removed });
  if (result === null) throw new Error("rows were not read");
  return result;
}

const row = (id: number, change: object = {}): object => ({
  id,
  hashString: hashOf(id),
  name: "A release",
  status: 4,
  ...change,
});

function countingStore(): { store: TorrentStore; normalized: string[] } {
  const normalized: string[] = [];
  const store = new TorrentStore((torrent) => {
    normalized.push(torrent.hash);
    return normalizeTorrent({ instanceId: "t", torrent, defaultDir: "" });
  });
  return { store, normalized };
}

describe("a delta", () => {
  test("of 50 changes among 20,000 normalises 50 and leaves 19,950 objects as they were", () => {
    const { store, normalized } = countingStore();
    store.replace(reading(Array.from({ length: 20_000 }, (_, id) => row(id))));
    const before = store.list();
    normalized.length = 0;
    store.merge(
      reading(Array.from({ length: 50 }, (_, at) => row(at * 400, { peersConnected: 2 }))),
    );
    const after = store.list();
    expect(normalized).toHaveLength(50);
    expect(after.filter((download, at) => download === before[at])).toHaveLength(19_950);
    expect(after[400]?.peers).toBe(2);
  });

  test("without news gives the same list", () => {
    const { store } = countingStore();
    store.replace(reading([row(1), row(2)]));
    const before = store.list();
    store.merge(reading([row(1)]));
    expect(store.list()).toBe(before);
  });

  test("removes by id, also what it never knew", () => {
    const { store } = countingStore();
    store.replace(reading([row(1), row(2)]));
    store.merge(reading([], [1, 99]));
    expect(store.list().map((download) => download.id)).toEqual([hashOf(2)]);
  });

  test("keeps a torrent that came back under another id before its old one was named", () => {
    const { store } = countingStore();
    store.replace(reading([row(1)]));
    store.merge(reading([row(7, { hashString: hashOf(1) })]));
    store.merge(reading([], [1]));
    expect(store.list()).toHaveLength(1);
    store.merge(reading([], [7]));
    expect(store.list()).toHaveLength(0);
  });
});

describe("a full reading", () => {
  test("drops what is not in it and keeps the objects of what did not change", () => {
    const { store } = countingStore();
    store.replace(reading([row(1), row(2), row(3)]));
    const before = store.list();
    store.replace(
      reading([row(11, { hashString: hashOf(1) }), row(12, { hashString: hashOf(2), status: 0 })]),
    );
    const after = store.list();
    expect(after).toHaveLength(2);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  test("makes ids of before mean nothing", () => {
    const { store } = countingStore();
    store.replace(reading([row(1)]));
    store.replace(reading([row(5, { hashString: hashOf(1) })]));
    store.merge(reading([], [1]));
    expect(store.list()).toHaveLength(1);
  });
});
