import { describe, expect, test } from "vitest";

import type { Download, DownloadStatus } from "../../domain/download.ts";
import { decodeAnswer } from "./dialects.ts";
import { normalizeTorrent } from "./normalize.ts";
import {
  RECORDINGS,
  readDaemonRecording,
  readJsonRecording,
  readResult,
  readTorrentRecording,
} from "./recordings.case.ts";
import { TorrentStore } from "./torrent-store.ts";
import { readTorrent, type TorrentReading } from "./wire.ts";

/** What each release was brought to do when it was recorded, by a part of its name. */
const STATUS_OF_RELEASE: Readonly<Record<string, DownloadStatus>> = {
  S01E01: "Downloading",
  S01E02: "Stalled",
  "S02.": "Stalled",
  S01E03: "Paused",
  Mädchen: "Paused",
  S01E04: "Seeding",
  "S03.": "Seeding",
  S01E05: "Completed",
  S01E06: "Error", // its files were taken away
  S01E07: "Stalled", // its tracker does not know it
  S01E08: "Fetching metadata",
  S01E09: "Queued",
  S01E10: "Completed", // waits for a seed slot
};
const MOVED_TORRENT = /Mädchen/;

function newStore(): TorrentStore {
  return new TorrentStore((torrent) =>
    normalizeTorrent({ instanceId: "transmission-main", torrent, defaultDir: "" }),
  );
}

const titles = (store: TorrentStore): readonly string[] =>
  store.list().map((download) => download.title);

describe.each(RECORDINGS)("what Transmission $version answered to $torrents", (recording) => {
  const { version, torrents, session } = recording;
  const daemon = readDaemonRecording(version, session);
  const downloads: readonly Download[] = readTorrentRecording(version, torrents).rows.map((row) =>
    normalizeTorrent({
      instanceId: "transmission-main",
      torrent: readTorrent(row),
      defaultDir: daemon.downloadDir,
    }),
  );

  test("becomes the expected downloads", () => {
    expect(downloads).toEqual(readJsonRecording(version, `expected.${torrents}`));
  });

  test("gives every download the status it was recorded in", () => {
    for (const [part, status] of Object.entries(STATUS_OF_RELEASE)) {
      const matching = downloads.filter((download) => download.title.includes(part));
      expect(matching.map((download) => download.status)).toEqual([status]);
    }
  });

  test("tells release and RPC version", () => {
    expect(daemon.version).toContain(version);
    expect(daemon.rpcVersion).toBe(recording.rpcVersion);
  });
});

test("both dialects of 4.1.3 say the same of the torrents that stood still", () => {
  const names = ["torrent-get", "jsonrpc2.torrent_get"].map((name) =>
    readTorrentRecording("4.1.3", name)
      .rows.map((row) => readTorrent(row))
      .filter((torrent) => torrent.status !== 4),
  );
  const [classic, modern] = names.map((torrents) =>
    torrents.filter((torrent) => !MOVED_TORRENT.test(torrent.name)),
  );
  expect(modern).toHaveLength(8);
  expect(modern).toEqual(classic);
});

test.each(["3.00", "4.1.3"])(
  "what %s removed is gone, and what it did not mention is not",
  (version) => {
    const store = newStore();
    store.replace(readTorrentRecording(version, "torrent-get"));
    const before = titles(store);
    const removed = readTorrentRecording(version, "torrent-get.recently-active");
    expect(removed.removed).toEqual([6]);
    store.merge({ rows: [], removed: removed.removed });
    expect(titles(store)).toEqual(before.filter((title) => !MOVED_TORRENT.test(title)));
    expect(titles(store)).toHaveLength(14);
  },
);

test("what 4.1.3 removed and got again under another id stays, although its old id is still named", () => {
  const store = newStore();
  const { removed } = readTorrentRecording("4.1.3", "torrent-get.recently-active");
  const returned: TorrentReading = {
    rows: readTorrentRecording("4.1.3", "jsonrpc2.torrent_get").rows.filter((row) =>
      MOVED_TORRENT.test(readTorrent(row).name),
    ),
    removed,
  };
  store.replace(readTorrentRecording("4.1.3", "torrent-get"));
  store.merge(returned);
  store.merge({ rows: [], removed });
  expect(returned.rows.map((row) => readTorrent(row).id)).toEqual([16]);
  expect(titles(store).filter((title) => MOVED_TORRENT.test(title))).toHaveLength(1);
});

test("a failure is told in its own words, in either dialect", () => {
  const errorOf = (version: string, name: string): unknown =>
    decodeAnswer(readJsonRecording(version, name));
  expect(errorOf("3.00", "error.unknown-method")).toEqual({ error: "method name not recognized" });
  expect(errorOf("4.1.3", "error.unknown-method")).toEqual({ error: "no method name" });
  expect(errorOf("4.1.3", "jsonrpc2.error")).toEqual({ error: "Method not found" });
});

test("3.00 answers 0 for a field it does not know, 4.1.3 leaves it out", () => {
  expect(readResult("3.00", "torrent-get.unknown-field")["torrents"]).toMatchObject([{ nope: 0 }]);
  expect(readResult("4.1.3", "torrent-get.unknown-field")["torrents"]).not.toMatchObject([
    { nope: 0 },
  ]);
});
