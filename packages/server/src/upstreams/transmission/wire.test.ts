import { describe, expect, test } from "vitest";

import { readDaemon, readTorrents } from "./wire.ts";

const HASH = "59c5266b68b3b1ffdbb525f785381e2a8a35c73a";

describe("a result of torrent-get", () => {
  test.each([{}, { torrents: {} }, { torrents: null }])("is not %j", (result) => {
    expect(readTorrents(result)).toBeNull();
  });

  test("skips rows without an id or a hash, and folds the hash", () => {
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
    expect(reading?.torrents.map(({ id, hash, name }) => [id, hash, name])).toEqual([
      [1, HASH, "A"],
      [2, HASH, "B"],
    ]);
    expect(reading?.removed).toEqual([7]);
  });

  test("has no labels where they are unknown to the release", () => {
    const labelsOf = (labels: unknown): unknown =>
      readTorrents({ torrents: [{ id: 1, hashString: HASH, labels }] })?.torrents[0]?.labels;
    expect(labelsOf(undefined)).toEqual([]);
    expect(labelsOf(0)).toEqual([]);
    expect(labelsOf(["tv", 5, "hd"])).toEqual(["tv", "hd"]);
  });

  test("takes metadata for complete where nobody says otherwise", () => {
    const reading = readTorrents({ torrents: [{ id: 1, hashString: HASH }] });
    expect(reading?.torrents[0]).toMatchObject({ metadataPercentComplete: 1, status: -1, eta: 0 });
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
