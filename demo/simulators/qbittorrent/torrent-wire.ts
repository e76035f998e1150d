import { isChecking, isFinished, isLeeching, stateWord } from "./torrent-state.ts";
import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

export type WireValue = string | number | boolean | null;

/** The members of one torrent, without its `hash`. Immutable: a change makes a new one. */
export type WireTorrent = Readonly<Record<string, WireValue>>;

/** What qBittorrent says for an ETA it does not know (100 days). */
export const UNKNOWN_ETA_SECONDS = 8_640_000;
/** qBittorrent's word for "as in the global settings". */
const GLOBAL_LIMIT = -2;
const NO_LIMIT = -1;
const PIECE_BYTES = 65_536;
/** Seconds to the next announce; real ones count down, ours stay so that nothing changes by itself. */
const REANNOUNCE_SECONDS = 300;

/**
 * Serialises one torrent as `torrents/info` and `sync/maindata` do, before `hash` (info only) and the tracker
 * flags (maindata only). Field lists and special values follow the recorded answers of 4.5.2 and 5.3.0.
 */
export function serializeTorrent(torrent: Torrent, traits: Traits, now: number): WireTorrent {
  return {
    ...membersOf4_1(torrent, traits, now),
    ...(traits.since.v4_5 ? membersSince4_5(torrent) : {}),
    ...(traits.since.v5_1 ? membersSince5_1(torrent) : {}),
    ...(traits.since.v5_3 ? membersSince5_3(torrent) : {}),
    ...torrent.overrides,
  };
}

/** The three members that only `sync/maindata` has, from Web API 2.11.7. */
export function trackerFlags(torrent: Torrent): WireTorrent {
  return {
    has_other_announce_error: false,
    has_tracker_error: trackerMessage(torrent) !== "",
    has_tracker_warning: false,
  };
}

/**
 * What the tracker says. A disk error or missing files are told by `state` alone: the Web API has no field
 * for the reason.
 */
export function trackerMessage({ download }: Torrent): string {
  return download.state === "error" || download.state === "failed" ? "" : download.message;
}

/** Bytes on disk of the wanted ones. */
export function completedBytes({ download }: Torrent): number {
  return Math.round(sizeOf(download.state, download.sizeBytes) * Math.min(download.progress, 1));
}

/** Bytes per second that come in; only a running download has any. */
export function downloadRate({ download }: Torrent): number {
  return isLeeching(download) ? Math.round(download.bytesPerSecond) : 0;
}

/** Bytes per second that go out. */
export function uploadRate({ download }: Torrent): number {
  return download.state === "seeding" ? Math.round(download.bytesPerSecond) : 0;
}

/** Size 0 until a magnet has its metadata. */
function sizeOf(state: string, sizeBytes: number): number {
  return state === "metadata" ? 0 : sizeBytes;
}

/** Three decimals as a 32-bit float, so 0.39 arrives as 0.38999998569488525. */
function availabilityOf({ download }: Torrent): number {
  if (download.state === "metadata") return 0;
  if (isFinished(download)) return -1;
  const copies = isLeeching(download) ? download.availability : download.progress;
  return Math.fround(Math.floor(copies * 1000 + 1e-6) / 1000);
}

function etaOf(torrent: Torrent): number {
  const rate = downloadRate(torrent);
  if (rate === 0) return UNKNOWN_ETA_SECONDS;
  const left = torrent.download.sizeBytes - completedBytes(torrent);
  return Math.min(Math.ceil(left / rate), UNKNOWN_ETA_SECONDS);
}

function membersOf4_1(torrent: Torrent, traits: Traits, now: number): WireTorrent {
  const { download, extras } = torrent;
  const size = sizeOf(download.state, download.sizeBytes);
  const completed = completedBytes(torrent);
  const addedOn = Math.floor(download.addedAt / 1000);
  const finished = isFinished(download);
  return {
    added_on: addedOn,
    amount_left: size - completed,
    auto_tmm: false,
    category: download.category,
    completed,
    completion_on: finished ? addedOn : traits.never,
    dl_limit: 0,
    dlspeed: downloadRate(torrent),
    downloaded: completed,
    downloaded_session: completed,
    eta: etaOf(torrent),
    f_l_piece_prio: false,
    force_start: false,
    last_activity: addedOn,
    magnet_uri: magnetOf(torrent),
    max_ratio: NO_LIMIT,
    max_seeding_time: NO_LIMIT,
    name: download.title,
    num_complete: download.seeders,
    num_incomplete: download.peers,
    num_leechs: download.peers,
    num_seeds: download.seeders,
    priority: finished ? 0 : torrent.position,
    progress: isChecking(download) ? extras.checkProgress : download.progress,
    ratio: 0,
    ratio_limit: GLOBAL_LIMIT,
    save_path: download.savePath,
    seeding_time_limit: GLOBAL_LIMIT,
    seen_complete: traits.never,
    seq_dl: false,
    size,
    state: stateWord(download, traits),
    super_seeding: false,
    tags: download.tags.join(", "),
    time_active: Math.max(0, Math.floor(now / 1000) - addedOn),
    total_size: download.state === "metadata" ? -1 : download.sizeBytes,
    tracker: extras.tracker,
    up_limit: 0,
    uploaded: 0,
    uploaded_session: 0,
    upspeed: uploadRate(torrent),
  };
}

function membersSince4_5(torrent: Torrent): WireTorrent {
  const { download, extras } = torrent;
  return {
    availability: availabilityOf(torrent),
    content_path: download.state === "metadata" ? "" : `${download.savePath}/${download.title}`,
    download_path: "",
    infohash_v1: extras.infohashV1,
    infohash_v2: extras.infohashV2,
    seeding_time: 0,
    trackers_count: extras.tracker === "" ? 0 : 1,
  };
}

function membersSince5_1({ download, extras }: Torrent): WireTorrent {
  const hasMetadata = download.state !== "metadata";
  return {
    comment: "",
    has_metadata: hasMetadata,
    inactive_seeding_time_limit: GLOBAL_LIMIT,
    max_inactive_seeding_time: NO_LIMIT,
    popularity: 0,
    private: hasMetadata ? extras.isPrivate : null,
    reannounce: isLeeching(download) ? REANNOUNCE_SECONDS : 0,
    root_path: "",
  };
}

function membersSince5_3(torrent: Torrent): WireTorrent {
  const { download } = torrent;
  const hasMetadata = download.state !== "metadata";
  return {
    connections_count: download.seeders + download.peers,
    connections_limit: 100,
    created_by: "",
    creation_date: -1,
    piece_size: hasMetadata ? PIECE_BYTES : -1,
    pieces_have: Math.floor(completedBytes(torrent) / PIECE_BYTES),
    pieces_num: hasMetadata ? Math.ceil(download.sizeBytes / PIECE_BYTES) : -1,
    share_limit_action: "Default",
    share_limits_mode: "Default",
    total_wasted: 0,
  };
}

function magnetOf({ download, extras }: Torrent): string {
  const topics = [
    ...(extras.infohashV1 === "" ? [] : [`xt=urn:btih:${extras.infohashV1}`]),
    ...(extras.infohashV2 === "" ? [] : [`xt=urn:btmh:1220${extras.infohashV2}`]),
  ].join("&");
  const tracker = encodeURIComponent(extras.tracker);
  return `magnet:?${topics}&dn=${encodeURIComponent(download.title)}&tr=${tracker}`;
}
