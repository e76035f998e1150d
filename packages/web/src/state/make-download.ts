import type {
  AwaitedTitle,
  DashboardPayload,
  NormalizedDownload,
  SourceState,
} from "@sofarr/contract";

/** For tests: a plain torrent halfway through, with only what matters replaced. */
export function makeDownload(parts: Partial<NormalizedDownload> = {}): NormalizedDownload {
  return {
    id: "a1",
    title: "Some.Show.S01E02.1080p.WEB-DL",
    type: "torrent",
    client: "qbittorrent",
    instanceId: "qbittorrent-main",
    instanceName: "Main qBittorrent",
    status: "Downloading",
    progress: 50,
    size: 4_000_000_000,
    downloaded: 2_000_000_000,
    speed: 3_000_000,
    eta: 700,
    placeInLine: null,
    category: "tv",
    tags: [],
    arrQueueId: 7,
    arrType: "series",
    ombiLink: null,
    ombiRequestId: null,
    ombiTooltip: null,
    arrLink: null,
    downloadPath: null,
    targetPath: null,
    arrInstanceKey: null,
    seriesName: "Some Show",
    movieName: null,
    year: null,
    episodes: [{ seasonNumber: 1, episodeNumber: 2, title: "The Second" }],
    coverArt: null,
    quality: "WEBDL-1080p",
    indexer: null,
    allTags: [],
    matchedUserTag: null,
    importIssues: [],
    clientMessage: null,
    arrState: "downloading",
    availability: null,
    seeders: null,
    peers: null,
    arrInstanceUrl: null,
    arrContentId: null,
    arrContentIds: [],
    arrSeriesId: null,
    arrContentType: "episode",
    canBlocklist: false,
    blocklistReason: null,
    ...parts,
  };
}

/** For tests: a movie that was approved and is not found yet, with only what matters replaced. */
export function makeAwaited(parts: Partial<AwaitedTitle> = {}): AwaitedTitle {
  return {
    id: "ombi-main/movie/1",
    mediaType: "movie",
    stage: "searching",
    title: "Some Movie",
    year: 2026,
    episodes: [],
    coverArt: null,
    since: "2026-11-20T12:00:00.000Z",
    until: null,
    ombiRequestId: "1",
    ombiLink: null,
    arrLink: null,
    people: [],
    ...parts,
  };
}

/** For tests: an instance that was read four seconds ago. */
export function makeSource(parts: Partial<SourceState> = {}): SourceState {
  return {
    id: "qbittorrent-main",
    name: "Main qBittorrent",
    type: "qbittorrent",
    state: "ok",
    lastSuccessAt: "2026-11-23T12:00:00.000Z",
    ageSeconds: 4,
    reason: null,
    ...parts,
  };
}

/** For tests: a whole frame of one person's downloads. */
export function makePayload(parts: Partial<DashboardPayload> = {}): DashboardPayload {
  return {
    user: "Ada",
    isAdmin: false,
    showAll: false,
    downloads: [],
    awaited: [],
    mediaServerUrl: null,
    downloadClients: [{ id: "qbittorrent-main", name: "Main qBittorrent", type: "qbittorrent" }],
    sources: [makeSource()],
    serverTime: "2026-11-23T12:00:04.000Z",
    serverVersion: "2.0.0",
    ...parts,
  };
}
