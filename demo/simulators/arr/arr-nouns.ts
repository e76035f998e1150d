/** A series or a movie. Movies have no episodes; series keep `hasFile` per episode. */
export interface ArrTitle {
  readonly id: number;
  title: string;
  readonly year: number;
  readonly tmdbId: number;
  /** 0 on movies. */
  readonly tvdbId: number;
  readonly imdbId: string | null;
  tagIds: readonly number[];
  readonly path: string;
  readonly overview: string;
  readonly genres: readonly string[];
  readonly seriesType: "standard" | "daily" | "anime";
  /** `null` = no remoteUrl at all; `undefined` = this simulator's own `/poster/{id}.png`. */
  readonly posterUrl: string | null | undefined;
  readonly addedAt: number;
  readonly episodes: readonly ArrEpisode[];
  hasFile: boolean;
  /** When it comes out; `null` = it is out. */
  comesOutAt: number | null;
}

export interface ArrEpisode {
  readonly id: number;
  readonly titleId: number;
  readonly seasonNumber: number;
  readonly episodeNumber: number;
  readonly title: string;
  readonly airedAt: number;
  hasFile: boolean;
}

export type ArrProtocol = "torrent" | "usenet";

export type QueueStatus =
  | "queued"
  | "paused"
  | "downloading"
  | "completed"
  | "failed"
  | "warning"
  | "delay"
  | "downloadClientUnavailable"
  | "fallback"
  | "unknown";

export type TrackedState =
  | "downloading"
  | "importBlocked"
  | "importPending"
  | "importing"
  | "imported"
  | "failedPending"
  | "failed"
  | "ignored";

export interface StatusMessage {
  readonly title: string;
  readonly messages: readonly string[];
}

/** One download (or one release held back) as an *arr tracks it; it shows as one row per episode, or one per movie. */
export interface QueueItem {
  /** The handle for the controls: the downloadId, or a made-up one for pending rows. */
  readonly key: string;
  /** `null` for a pending row, which no client has yet. */
  readonly downloadId: string | null;
  title: string;
  /** Series id or movie id; `null` when the release name fits nothing. */
  titleId: number | null;
  episodeIds: readonly number[];
  protocol: ArrProtocol;
  status: QueueStatus;
  trackedDownloadStatus: "ok" | "warning" | "error";
  trackedDownloadState: TrackedState;
  statusMessages: readonly StatusMessage[];
  errorMessage: string | null;
  /** Bytes of the whole download. */
  size: number;
  sizeleft: number;
  /** Seconds; `null` = the client gives none. */
  timeleftSeconds: number | null;
  addedAt: number;
  quality: string;
  languages: readonly string[];
  downloadClient: string | null;
  indexer: string | null;
  outputPath: string | null;
  /** Grabbed by hand in an interactive search. */
  isInteractive: boolean;
}

export type HistoryEventType =
  | "grabbed"
  | "downloadFolderImported"
  | "downloadFailed"
  | "downloadIgnored"
  | "fileDeleted"
  | "fileRenamed";

/** One row of history; a pack writes one per episode. */
export interface HistoryEvent {
  readonly id: number;
  readonly eventType: HistoryEventType;
  readonly date: number;
  readonly titleId: number;
  /** `null` on movies. */
  readonly episodeId: number | null;
  readonly sourceTitle: string;
  readonly downloadId: string | null;
  readonly quality: string;
  readonly languages: readonly string[];
  readonly data: Readonly<Record<string, string | null>>;
}

/** What the controls need to know to write history; one row per episode comes of it. */
export interface HistoryInput {
  readonly eventType: HistoryEventType;
  readonly titleId: number;
  /** Sonarr writes one row for each; leave out for a movie. */
  readonly episodeIds?: readonly number[];
  readonly sourceTitle: string;
  readonly downloadId?: string | null;
  readonly date?: number;
  readonly quality?: string;
  readonly languages?: readonly string[];
  readonly size?: number;
  readonly data?: Readonly<Record<string, string | null>>;
}

export interface BlocklistEntry {
  readonly titleId: number;
  readonly episodeIds: readonly number[];
  readonly sourceTitle: string;
  readonly date: number;
}

export interface ArrCommand {
  readonly id: number;
  /** As the *arr spells it, e.g. `EpisodeSearch`. */
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** `manual`: asked for over the API; `unspecified`: the *arr's own doing, e.g. after a blocklisting. */
  readonly trigger: "manual" | "unspecified";
  readonly queuedAt: number;
  startedAt: number | null;
  endedAt: number | null;
  status: "queued" | "started" | "completed" | "failed";
  message: string | null;
  exception: string | null;
}

/** One removal asked for over the API, with the flags as this version understood them. */
export interface Deletion {
  readonly downloadId: string | null;
  readonly removeFromClient: boolean;
  readonly blocklist: boolean;
  readonly skipRedownload: boolean;
  readonly changeCategory: boolean;
}

export interface ArrHealth {
  readonly source: string;
  readonly type: "ok" | "notice" | "warning" | "error";
  readonly message: string;
}

export interface ArrTag {
  readonly id: number;
  readonly label: string;
}

/** A webhook connection as it is stored: unknown members are gone, missing ones at their defaults. */
export interface ArrConnection {
  readonly id: number;
  readonly name: string;
  /** The `onX` switches this version has. */
  readonly flags: Readonly<Record<string, boolean>>;
  readonly includeHealthWarnings: boolean;
  /** Tag ids; events of titles with none of them are not sent. Empty = all. */
  readonly tags: readonly number[];
  readonly url: string;
  /** 1 POST, 2 PUT. */
  readonly method: number;
  readonly username: string;
  readonly password: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}
