import { describe, expect, test } from "vitest";

import { hashIn, readDaemon, readTorrent, readTorrents } from "./wire.ts";

const HASH = "59c5266b68b3b1ffdbb525f785381e2a8a35c73a";

describe("a result of torrent-get", () => {
  test.each([{}, { torrents: {} }, { torrents: null }])("is not %j", (result) => {
    expect(readTorrents(result)).toBeNull();
  });

  test("has rows of use, which have an id and a hash, and others", () => {
    const rows = [
      { id: 1, hashString: HASH.toUpperCase(), name: "A" },
      { id: 2, hash_string: HASH, name: "B" },
      { id: "3", hashString: HASH },
      { id: 4 },
      { id: 5, hashString: "short" },
      null,
      "row",
    ];
    const reading = readTorrents({ torrents: rows, removed: [7, "8", null] });
    expect(reading?.rows.map(hashIn)).toEqual([HASH, HASH, null, null, null]);
    expect(reading?.rows.slice(0, 2).map((row) => readTorrent(row))).toMatchObject([
      { id: 1, hash: HASH, name: "A" },
      { id: 2, hash: HASH, name: "B" },
    ]);
    expect(reading?.removed).toEqual([7]);
  });

  test("has no labels where they are unknown to the release", () => {
    const labelsOf = (labels: unknown): unknown =>
      readTorrent({ id: 1, hashString: HASH, labels }).labels;
    expect(labelsOf(undefined)).toEqual([]);
    expect(labelsOf(0)).toEqual([]);
    expect(labelsOf(["tv", 5, "hd"])).toEqual(["tv", "hd"]);
  });

  test("takes metadata for complete where nobody says otherwise", () => {
    const torrent = readTorrent({ id: 1, hashString: HASH });
    expect(torrent).toMatchObject({ metadataPercentComplete: 1, status: -1, eta: 0 });
  });
});

test("a result of session-get without an RPC version is none", () => {
  expect(readDaemon({ version: "3.00" })).toBeNull();
  expect(readDaemon({ "rpc-version": 15 })).toEqual({
    version: "",
    rpcVersion: 15,
    downloadDir: "",
  });
});
