/** How a download travels: BitTorrent or Usenet. */
export type Protocol = "torrent" | "usenet";

/**
 * What a download client says it is doing with a download, in the words a person reads.
 * Each client folder maps its own words to these in one table; a word nobody knows is "Unknown".
 */
export const DOWNLOAD_STATUSES = [
  "Queued",
  "Fetching metadata",
  "Downloading",
  "Stalled",
  "Paused",
  "Checking",
  "Verifying",
  "Repairing",
  "Unpacking",
  "Moving",
  "Seeding",
  "Completed",
  "Failed",
  "Error",
  "Unknown",
] as const;

export type DownloadStatus = (typeof DOWNLOAD_STATUSES)[number];

/**
 * One item in one download client, normalised. Immutable: a client that reads the same facts twice hands
 * out the same object twice, so that everything behind it can tell "unchanged" by identity.
 *
 * Absence is always `null`. Bytes are bytes, times are milliseconds since the epoch, progress is 0 to 100.
 */
export interface Download {
  /** The configured instance it was read from, e.g. `qbittorrent-main`. */
  readonly instanceId: string;
  /** Stable inside its instance: lower-case infohash, or the nzo_id to the letter. */
  readonly id: string;
  readonly protocol: Protocol;
  /**
   * Every canonical id an *arr may know it by, see `joinKey`. A hybrid torrent has several.
   */
  readonly joinKeys: readonly string[];
  /** The release name as the download client shows it. A title never grants ownership. */
  readonly title: string;
  readonly status: DownloadStatus;
  /** 0 to 100 of what is wanted; while checking, still of the data, never of the check. */
  readonly progressPercent: number;
  /** `null` while unknown, e.g. before a magnet has its metadata. */
  readonly sizeBytes: number | null;
  readonly downloadedBytes: number;
  readonly bytesPerSecond: number;
  /** Seconds until the data is here; `null` when unknown, infinite, or already here. */
  readonly etaSeconds: number | null;
  /** While it waits its turn: its place in the client's own line, 1 = the first; `null` else, and when unknown. */
  readonly placeInLine: number | null;
  readonly category: string | null;
  /** Tags or labels inside the download client (not *arr tags); never a reason for ownership. */
  readonly tags: readonly string[];
  /** Admins only. */
  readonly savePath: string | null;
  readonly addedAt: number | null;
  /** Percent of one full copy the swarm (or the news server) can offer; 100 = at least one; `null` unknown. */
  readonly availabilityPercent: number | null;
  /** Connected seeds and connected others. `null` for usenet or when the client does not say. */
  readonly seeders: number | null;
  readonly peers: number | null;
  /** The client's own words about trouble (tracker or disk message, failure reason), or `null`. */
  readonly message: string | null;
}

/**
 * The canonical form of a `downloadId`, for joining downloads with queue and history records.
 * Infohashes are compared without case (Sonarr upper-cases them); nzo_ids to the letter (SABnzbd's are
 * case-sensitive). The protocol is part of the key, so the two can never meet.
 */
export function joinKey(protocol: Protocol, downloadId: string): string {
  return protocol === "torrent" ? `torrent:${downloadId.toLowerCase()}` : `usenet:${downloadId}`;
}
