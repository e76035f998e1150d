import { joinKey, type Download, type DownloadStatus } from "../../domain/download.ts";
import { instantOfSeconds } from "../json-fields.ts";
import { plainMessage, plainPath, plainText } from "../plain-text.ts";
import type { WireTorrent } from "./wire.ts";

/** tr_torrent_activity, as numbered since 2.40. Source: libtransmission/transmission.h. */
const STOPPED = 0;
const DOWNLOADING = 4;
const STATUS_OF_ACTIVITY: ReadonlyMap<number, DownloadStatus> = new Map([
  [1, "Checking"], // waits for its check
  [2, "Checking"],
  [3, "Queued"],
  [5, "Completed"], // waits for its turn to seed: the data is here and nothing is given
  [6, "Seeding"],
]);

/** Disk full, no permission, files gone. 1 and 2 are a tracker's warning and error, and data may flow all the same. */
const LOCAL_ERROR = 3;

/** What is to take longer is not known, and some releases overflow. */
const LONGEST_ETA_SECONDS = 365 * 24 * 60 * 60;

/** One torrent, with what the daemon says of itself. */
export interface TorrentFacts {
  readonly instanceId: string;
  readonly torrent: WireTorrent;
  /** The daemon's default folder, "" when unknown. */
  readonly defaultDir: string;
}

/**
 * A torrent as a `Download`.
 *
 * Sizes are those of the wanted files. Transmission does not tell connected seeds from other peers, so `seeders`
 * is unknown and `peers` counts both.
 */
export function normalizeTorrent({ instanceId, torrent, defaultDir }: TorrentFacts): Download {
  const status = statusOf(torrent);
  const size = Math.max(torrent.sizeWhenDone, 0);
  const downloadedBytes = clamp(size - torrent.leftUntilDone, 0, size);
  // Nothing wanted, or nothing known yet: then percentDone tells which.
  const done = size === 0 ? torrent.percentDone : downloadedBytes / size;
  return {
    instanceId,
    id: torrent.hash,
    protocol: "torrent",
    joinKeys: [joinKey("torrent", torrent.hash)],
    title: plainText(torrent.name) || torrent.hash,
    status,
    progressPercent: clamp(done * 100, 0, 100),
    sizeBytes: size === 0 ? null : size,
    downloadedBytes,
    bytesPerSecond: Math.max(torrent.rateDownload, 0),
    etaSeconds: status === "Downloading" ? etaOf(torrent.eta) : null,
    placeInLine: null,
    category: categoryOf(torrent, defaultDir),
    tags: torrent.labels.map(plainText),
    savePath: plainPath(torrent.downloadDir) || null,
    addedAt: instantOfSeconds(torrent.addedDate),
    availabilityPercent: availabilityOf(torrent, status),
    seeders: null,
    peers: Math.max(torrent.peersConnected, 0),
    message: messageOf(torrent),
  };
}

function statusOf(torrent: WireTorrent): DownloadStatus {
  if (torrent.error === LOCAL_ERROR) return "Error";
  if (torrent.status === STOPPED) {
    return torrent.leftUntilDone === 0 && torrent.totalSize > 0 ? "Completed" : "Paused";
  }
  if (torrent.status !== DOWNLOADING) return STATUS_OF_ACTIVITY.get(torrent.status) ?? "Unknown";
  if (torrent.metadataPercentComplete < 1) return "Fetching metadata";
  const senders = torrent.peersSendingToUs + torrent.webseedsSendingToUs;
  return torrent.rateDownload === 0 && senders === 0 ? "Stalled" : "Downloading";
}

/** Negative means not available or unknown; Sonarr, too, guards against the absurd. */
function etaOf(seconds: number): number | null {
  return seconds > 0 && seconds <= LONGEST_ETA_SECONDS ? seconds : null;
}

/**
 * What is here and what connected peers could still give, of what is wanted; rounded down, so that 100 is never
 * said of less than a whole copy. A web seed that sends has everything. Unknown while nobody asks the swarm.
 * `desiredAvailable` counts wanted bytes that are missing here and present there. Source: peer-mgr.cc.
 */
function availabilityOf(torrent: WireTorrent, status: DownloadStatus): number | null {
  const size = torrent.sizeWhenDone;
  if ((status !== "Downloading" && status !== "Stalled") || size <= 0) return null;
  if (torrent.webseedsSendingToUs > 0) return 100;
  const offered = size - torrent.leftUntilDone + torrent.desiredAvailable;
  return clamp(Math.floor((offered * 100) / size), 0, 100);
}

/** *arr apps file under a label, or (before 4.0, or without labels) in a folder of the default one. */
function categoryOf({ labels, downloadDir }: WireTorrent, defaultDir: string): string | null {
  const label = labels.map(plainText).find((one) => one !== "");
  if (label !== undefined) return label;
  const parent = `${defaultDir.replace(/(?<!\/)\/+$/, "")}/`;
  if (defaultDir === "" || !downloadDir.startsWith(parent)) return null;
  return plainText(downloadDir.slice(parent.length).split("/", 1)[0] ?? "") || null;
}

function messageOf({ error, errorString }: WireTorrent): string | null {
  if (error === 0) return null;
  const generic =
    error === LOCAL_ERROR ? "Transmission stopped it after an error of its own." : null;
  return plainMessage(errorString) || generic;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
