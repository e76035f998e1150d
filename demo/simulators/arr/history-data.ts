import type { HistoryEventType, HistoryInput } from "./arr-nouns.ts";
import type { ArrKind } from "./arr-version.ts";

/** Looks like a real indexer key, so that a test can prove it never travels on. */
export const INDEXER_KEY = "indexer-key-that-must-stay-secret";

const RELEASE_GROUP = "SIMGRP";

/** The `data` of a history row: every value a string, those the *arr does not know null. */
export function historyData(kind: ArrKind, input: HistoryInput): Record<string, string | null> {
  const usenet = (input.downloadId ?? "").startsWith("SABnzbd");
  const size = String(input.size ?? 1024 ** 3);
  const client = {
    downloadClient: usenet ? "Sabnzbd" : "QBittorrent",
    downloadClientName: usenet ? "SABnzbd" : "qBittorrent",
  };
  const file = { releaseGroup: RELEASE_GROUP, size };
  const failure = {
    ...client,
    ...file,
    message: "Failed download detected",
    ...(kind === "radarr" ? { indexer: "Example Indexer" } : {}),
  };
  const dataOf: Readonly<Record<HistoryEventType, Record<string, string | null>>> = {
    grabbed: { ...client, ...grabbedData(kind, usenet), size },
    downloadFolderImported: {
      ...client,
      ...file,
      fileId: "1",
      droppedPath: `/downloads/${input.sourceTitle}/${input.sourceTitle}.mkv`,
      importedPath: `/library/${input.sourceTitle}.mkv`,
      customFormatScore: "0",
      indexerFlags: "0",
      ...(kind === "sonarr" ? { releaseType: "SingleEpisode" } : {}),
    },
    downloadFailed: failure,
    downloadIgnored: failure,
    fileDeleted: { ...file, reason: "Upgrade", indexerFlags: "0" },
    fileRenamed: { ...file, sourcePath: "/library/old.mkv", path: "/library/new.mkv" },
  };
  return dataOf[input.eventType];
}

function grabbedData(kind: ArrKind, usenet: boolean): Record<string, string | null> {
  return {
    indexer: "Example Indexer",
    nzbInfoUrl: usenet ? "https://indexer.example/details/1" : null,
    releaseGroup: RELEASE_GROUP,
    age: "0",
    ageHours: "0.5",
    ageMinutes: "30",
    publishedDate: "2026-01-01T00:00:00Z",
    downloadUrl: `https://indexer.example/getnzb/1?apikey=${INDEXER_KEY}`,
    guid: "https://indexer.example/details/1",
    imdbId: null,
    protocol: usenet ? "1" : "2",
    customFormatScore: "0",
    releaseSource: "Rss",
    indexerFlags: "0",
    ...(kind === "sonarr"
      ? { tvdbId: "0", tvRageId: "0", seriesMatchType: "Title", releaseType: "SingleEpisode" }
      : { tmdbId: "0", indexerId: "1", movieMatchType: "Title" }),
  };
}
