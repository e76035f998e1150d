import type { DownloadStatus } from "../../domain/download.ts";
import type { WireTorrent } from "./wire.ts";

/**
 * The first row that holds gives the status. rTorrent has no word of its own, only flags; this table is ours.
 * Source for the flags: rtorrent src/command_download.cc, libtorrent src/torrent/download.h.
 */
const STATUS_TABLE: readonly (readonly [DownloadStatus, (torrent: WireTorrent) => boolean])[] = [
  // rTorrent skips a check that met an I/O error and never comes back to it by itself.
  ["Error", (t) => t.hashing !== 0 && t.hashingFailed && !t.isHashChecking],
  ["Checking", (t) => t.hashing !== 0],
  ["Fetching metadata", (t) => t.isMeta && t.state],
  ["Paused", (t) => t.isMeta],
  ["Seeding", (t) => isHere(t) && t.state && t.isActive],
  ["Completed", isHere],
  ["Error", isInTrouble],
  ["Paused", (t) => !t.state],
  // Meant to run, but not opened yet.
  ["Queued", (t) => !t.isOpen],
  ["Paused", (t) => !t.isActive],
  ["Downloading", (t) => t.downRate > 0],
];

export function statusOf(torrent: WireTorrent): DownloadStatus {
  return STATUS_TABLE.find(([, holds]) => holds(torrent))?.[0] ?? "Stalled";
}

/**
 * Everything that is wanted is here. `complete` speaks of every chunk of the torrent and stays 0 when files are left
 * out on purpose; no wanted chunk being missed says it, but holds as well while nothing is known of the data.
 * Source: libtorrent src/torrent/data/download_data.h.
 */
export function isHere(torrent: WireTorrent): boolean {
  return torrent.complete || (torrent.isPartiallyDone && torrent.completedChunks > 0);
}

/**
 * The message tells of something that will not pass by itself. While data flows nothing is wrong enough. A tracker
 * that could not be asked ("Tracker: [Timeout was reached]") is common; one that answered "no" is not, and libtorrent
 * marks that with "Failure reason". Of a stopped torrent the tracker's last word is history.
 * Source: libtorrent src/tracker/tracker_http.cc.
 */
function isInTrouble({ message, downRate, state }: WireTorrent): boolean {
  if (message === "" || downRate > 0) return false;
  const tracker = /^Tracker: \[([^]*)\]$/.exec(message)?.[1];
  return tracker === undefined || (state && tracker.startsWith("Failure reason"));
}
