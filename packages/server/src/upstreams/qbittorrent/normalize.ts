import { joinKey, type Download, type DownloadStatus } from "../../domain/download.ts";
import { instantOfSeconds } from "../json-fields.ts";
import { plainMessage, plainPath, plainText } from "../plain-text.ts";
import type { WireTorrent } from "./wire.ts";

/** Whatever qBittorrent calls a state, in our words. 4.x says `paused…` where 5.x says `stopped…`. */
const STATUS_OF_STATE: ReadonlyMap<string, DownloadStatus> = new Map([
  ["downloading", "Downloading"],
  ["forcedDL", "Downloading"],
  ["stalledDL", "Stalled"],
  ["metaDL", "Fetching metadata"],
  ["forcedMetaDL", "Fetching metadata"],
  ["queuedDL", "Queued"],
  ["pausedDL", "Paused"],
  ["stoppedDL", "Paused"],
  ["checkingDL", "Checking"],
  ["checkingUP", "Checking"],
  ["checkingResumeData", "Checking"],
  // Only very old releases say these two.
  ["queuedForChecking", "Checking"],
  ["allocating", "Checking"],
  ["moving", "Moving"],
  ["uploading", "Seeding"],
  ["forcedUP", "Seeding"],
  ["stalledUP", "Seeding"],
  // Waits for an upload slot: the data is here and nothing is given.
  ["queuedUP", "Completed"],
  ["pausedUP", "Completed"],
  ["stoppedUP", "Completed"],
  ["error", "Error"],
  ["missingFiles", "Error"],
  ["unknown", "Unknown"],
]);

/** Said for "never" and "nobody knows" (100 days). Source: MAX_ETA in base/bittorrent/torrent.h. */
const UNKNOWN_ETA_SECONDS = 8_640_000;
const INFOHASH_V1_LENGTH = 40;

/** One torrent of the merged store, with what else is known of it. */
export interface TorrentFacts {
  readonly instanceId: string;
  readonly hash: string;
  readonly torrent: WireTorrent;
  /** What its tracker said, when it was asked; used only while the tracker is the trouble. */
  readonly trackerMessage: string | null;
}

/**
 * A torrent as a `Download`.
 *
 * Progress comes from bytes, never from `progress`, which tells of the check while checking. Availability is
 * known only while the swarm is asked for data; it ends at 100, and is rounded down so that 100 is never said
 * of less than a whole copy. The ETA of anything but a running download is none: finished torrents count to
 * their share limit. Source: serialize_torrent.cpp, TorrentImpl::updateState and ::progress.
 */
export function normalizeTorrent(facts: TorrentFacts): Download {
  const { instanceId, hash, torrent } = facts;
  const status = statusOf(torrent);
  const size = atLeastZero(torrent.size);
  const completed = torrent.completed ?? (torrent.progress ?? 0) * size;
  const downloadedBytes = Math.min(atLeastZero(completed), size);
  return {
    instanceId,
    id: hash,
    protocol: "torrent",
    joinKeys: joinKeysOf(hash, torrent),
    title: plainText(torrent.name ?? "") || hash,
    status,
    progressPercent: size === 0 ? 0 : Math.min((downloadedBytes * 100) / size, 100),
    sizeBytes: size === 0 ? null : size,
    downloadedBytes,
    bytesPerSecond: atLeastZero(torrent.dlspeed),
    etaSeconds: status === "Downloading" ? etaOf(torrent.eta) : null,
    placeInLine: status === "Queued" ? placeOf(torrent.priority) : null,
    category: plainText(torrent.category ?? "") || null,
    tags: (torrent.tags ?? "")
      .split(",")
      .map(plainText)
      .filter((tag) => tag !== ""),
    savePath: plainPath(torrent.save_path ?? "") || null,
    addedAt: instantOfSeconds(torrent.added_on),
    availabilityPercent: isAskingSwarm(status) ? availabilityOf(torrent.availability) : null,
    seeders: atLeastZero(torrent.num_seeds),
    peers: atLeastZero(torrent.num_leechs),
    message: messageOf(facts),
  };
}

/** Whether we have a word for this state; the caller logs the others once. */
export function isKnownState(state: string | undefined): boolean {
  return state !== undefined && STATUS_OF_STATE.has(state);
}

/**
 * Whether a torrent gets no data and its tracker may be the reason, so that its words are worth a call. Releases
 * without the flags (before Web API 2.11.7) leave it open for every torrent without a single peer.
 */
export function mayBeHeldUpByTracker(torrent: WireTorrent): boolean {
  const status = statusOf(torrent);
  if (status !== "Stalled" && status !== "Fetching metadata") return false;
  const isSilentAboutTrackers = torrent.has_tracker_error === undefined;
  const hasNobody = atLeastZero(torrent.num_seeds) + atLeastZero(torrent.num_leechs) === 0;
  return isSilentAboutTrackers ? hasNobody : hasTrackerFlag(torrent);
}

function hasTrackerFlag(torrent: WireTorrent): boolean {
  return (
    torrent.has_tracker_error === true ||
    torrent.has_tracker_warning === true ||
    torrent.has_other_announce_error === true
  );
}

function statusOf(torrent: WireTorrent): DownloadStatus {
  return STATUS_OF_STATE.get(torrent.state ?? "") ?? "Unknown";
}

/** A hybrid torrent is grabbed under its v1 hash and listed under its truncated v2 hash. */
function joinKeysOf(hash: string, torrent: WireTorrent): readonly string[] {
  const hashes = [
    hash,
    torrent.infohash_v1 ?? "",
    (torrent.infohash_v2 ?? "").slice(0, INFOHASH_V1_LENGTH),
  ];
  const keys = hashes.filter((one) => one !== "").map((one) => joinKey("torrent", one));
  return [...new Set(keys)];
}

function etaOf(seconds: number | undefined): number | null {
  return seconds !== undefined && seconds > 0 && seconds < UNKNOWN_ETA_SECONDS ? seconds : null;
}

/** Counted among torrents that are not complete; 0 and -1 when there is no line. */
function placeOf(priority: number | undefined): number | null {
  return priority !== undefined && Number.isSafeInteger(priority) && priority > 0 ? priority : null;
}

function isAskingSwarm(status: DownloadStatus): boolean {
  return status === "Downloading" || status === "Stalled";
}

/** libtorrent counts copies in thousandths, which arrive as rough floats: 0.59 can be 0.58999999. */
function availabilityOf(copies: number | undefined): number | null {
  if (copies === undefined || copies < 0) return null;
  return Math.min(Math.floor(Math.round(copies * 1000) / 10), 100);
}

function messageOf({ torrent, trackerMessage }: TorrentFacts): string | null {
  if (torrent.state === "error") {
    return "qBittorrent stopped it after an error, most likely of the disk: full, not writable, or gone.";
  }
  if (torrent.state === "missingFiles") return "Its files are not where qBittorrent left them.";
  if (!mayBeHeldUpByTracker(torrent)) return null;
  const generic = hasTrackerFlag(torrent) ? "Its tracker reports trouble." : null;
  return plainMessage(trackerMessage ?? "") || generic;
}

function atLeastZero(value: number | undefined): number {
  return value !== undefined && value > 0 ? value : 0;
}
