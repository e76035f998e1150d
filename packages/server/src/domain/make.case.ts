import type { ArrReading, Grab, Import, LibraryTitle, QueueRecord } from "./arr-reading.ts";
import { joinKey, type Download } from "./download.ts";
import type { HistoryRecord } from "./history.ts";
import type { MediaRequest } from "./media-request.ts";

/** Nouns for tests: say only what matters, the rest is ordinary. */
export function makeDownload(change: Partial<Download> = {}): Download {
  const id = change.id ?? "aa11";
  const protocol = change.protocol ?? "torrent";
  return {
    instanceId: "qbittorrent-main",
    id,
    protocol,
    joinKeys: [joinKey(protocol, id)],
    title: "Some.Release.1080p",
    status: "Downloading",
    progressPercent: 50,
    sizeBytes: 1000,
    downloadedBytes: 500,
    bytesPerSecond: 10,
    etaSeconds: 50,
    placeInLine: null,
    category: null,
    tags: [],
    savePath: null,
    addedAt: null,
    availabilityPercent: null,
    seeders: null,
    peers: null,
    message: null,
    ...change,
  };
}

export function makeTitle(change: Partial<LibraryTitle> = {}): LibraryTitle {
  const id = change.id ?? 1;
  return {
    id,
    title: `Title ${id}`,
    year: 2021,
    tmdbId: null,
    tvdbId: null,
    pagePath: `/series/title-${id}`,
    path: `/library/title-${id}`,
    posterUrl: null,
    tagLabels: [],
    hasFile: false,
    isOut: true,
    comesOutAt: null,
    ...change,
  };
}

export function makeRecord(change: Partial<QueueRecord> = {}): QueueRecord {
  return {
    id: 1,
    joinKeys: [joinKey("torrent", "aa11")],
    protocol: "torrent",
    releaseTitle: "Some.Release.1080p",
    titleId: 1,
    episode: null,
    quality: "WEBDL-1080p",
    indexer: null,
    status: "downloading",
    trackedState: "downloading",
    trackedStatus: "ok",
    statusMessages: [],
    errorMessage: null,
    outputPath: null,
    addedAt: null,
    dueAt: null,
    isUpgrade: null,
    ...change,
  };
}

export function makeGrab(change: Partial<Grab> = {}): Grab {
  return {
    joinKeys: [joinKey("torrent", "aa11")],
    releaseTitle: "Some.Release.1080p",
    titleId: 1,
    episode: null,
    quality: null,
    indexer: null,
    at: 0,
    ...change,
  };
}

export function makeImport(change: Partial<Import> = {}): Import {
  return { joinKeys: [joinKey("torrent", "aa11")], titleId: 1, at: 0, ...change };
}

export function makeHistoryRecord(change: Partial<HistoryRecord> = {}): HistoryRecord {
  return {
    id: 1,
    event: "imported",
    at: 0,
    joinKeys: [joinKey("torrent", "aa11"), joinKey("usenet", "AA11")],
    releaseTitle: "Some.Release.1080p",
    titleId: 1,
    episode: null,
    quality: "WEBDL-1080p",
    message: null,
    hasFile: null,
    ...change,
  };
}

export function makeReading(
  change: Partial<Omit<ArrReading, "titles">> & { titles?: readonly LibraryTitle[] } = {},
): ArrReading {
  const { titles = [], ...rest } = change;
  return {
    instanceId: "sonarr-main",
    kind: "sonarr",
    queue: [],
    grabs: [],
    imports: [],
    ...rest,
    titles: new Map(titles.map((title) => [title.id, title])),
  };
}

export function makeRequest(change: Partial<MediaRequest> = {}): MediaRequest {
  return {
    instanceId: "ombi-main",
    id: 1,
    mediaType: "tv",
    title: "Title",
    year: null,
    tmdbId: null,
    tvdbId: null,
    requestedAt: null,
    available: false,
    approved: true,
    denied: false,
    deniedReason: null,
    requester: { mediaServerUserId: "alice", userName: "Alice", alias: null },
    ...change,
  };
}
