import { joinKey, type Download, type DownloadStatus } from "../../domain/download.ts";
import { instantOfSeconds } from "../json-fields.ts";
import { plainMessage, plainPath, plainText } from "../plain-text.ts";
import { isHere, statusOf } from "./torrent-status.ts";
import type { WireTorrent } from "./wire.ts";

/** One row of rTorrent's list as a download. */
export function normalizeTorrent(instanceId: string, torrent: WireTorrent): Download {
  const id = torrent.hash.toLowerCase();
  const status = statusOf(torrent);
  const labels = labelsOf(torrent.custom1);
  const size = torrent.isMeta ? 0 : torrent.sizeBytes;
  const downloaded = torrent.isMeta ? 0 : clamp(torrent.completedBytes, 0, size);
  return {
    instanceId,
    id,
    protocol: "torrent",
    joinKeys: [joinKey("torrent", id)],
    title: plainText(torrent.name) || id,
    status,
    progressPercent: progressOf(torrent),
    // Until the metadata is here rTorrent says 1 byte.
    sizeBytes: size > 0 ? size : null,
    downloadedBytes: downloaded,
    bytesPerSecond: torrent.downRate,
    etaSeconds: status === "Downloading" ? etaOf(torrent) : null,
    placeInLine: null,
    category: labels[0] ?? null,
    tags: labels.length > 1 ? labels : [],
    // Until its torrent file is here, base path and name end with the address it is fetched from.
    savePath: plainPath(torrent.basePath || torrent.directory) || null,
    addedAt: addedAtOf(torrent),
    // rTorrent counts copies per chunk, which is too much to ask for at every poll.
    availabilityPercent: null,
    seeders: torrent.peersComplete,
    peers: peersOf(torrent),
    message: messageOf(torrent, status),
  };
}

/** Of what is wanted: chunks when files are left out on purpose, else bytes. */
function progressOf(torrent: WireTorrent): number {
  if (torrent.isMeta) return 0;
  if (isHere(torrent)) return 100;
  const { completedChunks, completedBytes, sizeBytes } = torrent;
  const wanted = missingWantedChunks(torrent);
  const share =
    wanted === null
      ? completedBytes / Math.max(1, sizeBytes)
      : completedChunks / (completedChunks + wanted);
  return clamp(share, 0, 1) * 100;
}

function etaOf(torrent: WireTorrent): number | null {
  const { sizeBytes, completedBytes, sizeChunks, downRate } = torrent;
  const wanted = missingWantedChunks(torrent);
  const left =
    wanted === null ? sizeBytes - completedBytes : (sizeBytes * wanted) / Math.max(1, sizeChunks);
  return downRate > 0 && left > 0 ? Math.ceil(left / downRate) : null;
}

/** How many wanted chunks are missing, when that is fewer than all that are missing; else `null`. */
function missingWantedChunks(torrent: WireTorrent): number | null {
  const { wantedChunks, sizeChunks, completedChunks } = torrent;
  const isPartial =
    wantedChunks !== null && wantedChunks > 0 && completedChunks + wantedChunks < sizeChunks;
  return isPartial ? wantedChunks : null;
}

/** Flood joins labels with commas, each URL-encoded, as ruTorrent's only one is. */
function labelsOf(custom1: string): readonly string[] {
  return custom1
    .split(",")
    .map((label) => plainText(decodeLabel(label)))
    .filter((label) => label !== "");
}

/** A label somebody set by hand may hold a bare "%". */
function decodeLabel(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}

/** `d.load_date` is no answer: it is the start of this session. */
function addedAtOf(torrent: WireTorrent): number | null {
  const added = /^\s*(\d{1,11})\s*$/.exec(torrent.addtime)?.[1];
  return instantOfSeconds(Number(added ?? 0) || torrent.timestampStarted);
}

/** Connected and without all of it. */
function peersOf({ peersConnected, peersComplete }: WireTorrent): number | null {
  return peersConnected === null ? null : Math.max(0, peersConnected - (peersComplete ?? 0));
}

/** A hash check can fail without a word. */
function messageOf(torrent: WireTorrent, status: DownloadStatus): string | null {
  return plainMessage(torrent.message) || (status === "Error" ? "The hash check failed" : null);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
