import { describe, expect, test } from "vitest";

import type { DownloadStatus } from "../../domain/download.ts";
import { normalizeTorrent } from "./normalize.ts";
import { RECORDED_VERSIONS, readJsonRecording, type RecordedVersion } from "./recordings.case.ts";
import { TorrentStore } from "./torrent-store.ts";
import { complaintOf } from "./tracker-messages.ts";
import { readMainData, readTrackers } from "./wire.ts";

/** How the torrents were labelled when they were recorded: what each was brought to do, besides `rig`. */
const STATUSES_OF_LABEL: Readonly<Record<string, readonly DownloadStatus[]>> = {
  downloading: ["Downloading"],
  stalled: ["Stalled"],
  paused: ["Paused"],
  queued: ["Queued", "Completed"],
  metadata: ["Fetching metadata"],
  uploading: ["Seeding"],
  seeding: ["Seeding"],
  completed: ["Completed"],
  // Missing files and a full disk, but also a tracker that says no, which is no error of the torrent.
  error: ["Error", "Stalled"],
};

function newStore(): TorrentStore {
  return new TorrentStore(
    (hash, torrent) =>
      normalizeTorrent({ instanceId: "qbittorrent-main", hash, torrent, trackerMessage: null }),
    () => false,
  );
}

function applyRecording(store: TorrentStore, version: RecordedVersion, step: string): void {
  const data = readMainData(readJsonRecording(version, `sync.maindata.${step}.json`));
  if (data === null) throw new Error(`${step} of ${version} was not read`);
  store.apply(data);
}

describe.each(RECORDED_VERSIONS)("what qBittorrent %s answered", (version) => {
  test("becomes the expected downloads, step by step", () => {
    const store = newStore();
    const steps = ["full", "delta", "delta-removed"].map((step) => {
      applyRecording(store, version, step);
      return [step, store.list()] as const;
    });
    for (const [step, list] of steps) {
      expect(list).toEqual(readJsonRecording(version, `expected.after-${step}.json`));
    }
  });

  test("gives every download the status it was recorded in", () => {
    const store = newStore();
    applyRecording(store, version, "full");
    const labelled = store
      .list()
      .flatMap((download) =>
        download.tags
          .filter((tag) => tag !== "rig")
          .map((label) => ({ label, status: download.status })),
      );
    expect(labelled).toHaveLength(16);
    for (const { label, status } of labelled) expect(STATUSES_OF_LABEL[label]).toContain(status);
  });

  test("leaves downloads alone whose changes we do not show", () => {
    const store = newStore();
    applyRecording(store, version, "full");
    const before = store.list();
    applyRecording(store, version, "delta");
    // Of four changed torrents, two only seeded or wasted bytes.
    expect(store.list().filter((download) => !before.includes(download))).toHaveLength(2);
  });

  test("tells the tracker's complaint, and none where the tracker works", () => {
    const complaint = (name: string): string | null =>
      complaintOf(readTrackers(readJsonRecording(version, `torrents.trackers.${name}.json`)) ?? []);
    expect(complaint("tracker-error")).toBe("Unregistered torrent");
    expect(complaint("stalled-partial")).toBeNull();
  });
});
