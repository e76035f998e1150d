import { UNKNOWN_ETA_SECONDS, trackerMessage, type WireTorrent } from "./torrent-wire.ts";
import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

const PSEUDO_TRACKERS = ["** [DHT] **", "** [PeX] **", "** [LSD] **"];
const DISABLED = 0;
const NOT_CONTACTED = 1;
const WORKING = 2;
/** Seconds between announces. */
const ANNOUNCE_SECONDS = 300;

/** A row of `torrents/trackers`; 5.2 and later add the endpoints behind it. */
export type TrackerRow = Readonly<Record<string, unknown>>;

/** `torrents/trackers`: three pseudo trackers, then the real one with what it last said. */
export function trackerRows(torrent: Torrent, traits: Traits, now: number): readonly TrackerRow[] {
  const { download, extras } = torrent;
  const rows: TrackerRow[] = PSEUDO_TRACKERS.map((url) => ({
    msg: extras.isPrivate ? "This torrent is private" : "",
    num_downloaded: 0,
    num_leeches: 0,
    num_peers: 0,
    num_seeds: 0,
    status: extras.isPrivate ? DISABLED : WORKING,
    tier: traits.pseudoTier,
    url,
  }));
  if (extras.tracker === "") return rows;
  const msg = trackerMessage(torrent);
  const isSilent = ["queued", "paused", "completed", "error", "failed"].includes(download.state);
  const said = msg === "" ? (isSilent ? NOT_CONTACTED : WORKING) : traits.trackerError;
  const counts = {
    msg,
    num_downloaded: said === WORKING ? 0 : -1,
    num_leeches: said === WORKING ? download.peers : -1,
    num_peers: said === WORKING ? 0 : -1,
    num_seeds: said === WORKING ? download.seeders : -1,
    status: said,
  };
  rows.push({
    ...counts,
    tier: 0,
    url: extras.tracker,
    ...(traits.since.v5_3 ? announcesOf(counts, now) : {}),
  });
  return rows;
}

function announcesOf(counts: TrackerRow, now: number): TrackerRow {
  const seconds = Math.floor(now / 1000);
  const times = {
    min_announce: seconds,
    next_announce: seconds + ANNOUNCE_SECONDS,
    updating: false,
  };
  const endpoint = { ...counts, ...times, bt_version: 1, name: "127.0.0.1:6881" };
  return { ...times, endpoints: [endpoint] };
}

/** `torrents/properties`, from the members of the same torrent. */
export function propertiesOf(torrent: Torrent, wire: WireTorrent, traits: Traits): WireTorrent {
  const { download, extras } = torrent;
  const member = (name: string, otherwise: WireTorrent[string]): WireTorrent[string] =>
    wire[name] ?? otherwise;
  return {
    addition_date: member("added_on", 0),
    comment: "",
    completion_date: download.progress >= 1 ? member("completion_on", -1) : -1,
    created_by: "",
    creation_date: -1,
    dl_limit: -1,
    dl_speed: member("dlspeed", 0),
    dl_speed_avg: member("dlspeed", 0),
    eta: member("eta", UNKNOWN_ETA_SECONDS),
    last_seen: -1,
    nb_connections: download.seeders + download.peers,
    nb_connections_limit: 100,
    peers: download.peers,
    peers_total: download.peers,
    piece_size: 65_536,
    pieces_have: 0,
    pieces_num: Math.ceil(download.sizeBytes / 65_536),
    reannounce: 0,
    save_path: download.savePath,
    seeding_time: 0,
    seeds: download.seeders,
    seeds_total: download.seeders,
    share_ratio: 0,
    time_elapsed: member("time_active", 0),
    total_downloaded: member("completed", 0),
    total_downloaded_session: member("completed", 0),
    total_size: member("total_size", -1),
    total_uploaded: 0,
    total_uploaded_session: 0,
    total_wasted: 0,
    up_limit: -1,
    up_speed: member("upspeed", 0),
    up_speed_avg: 0,
    ...(traits.since.v4_5
      ? {
          download_path: "",
          hash: download.id,
          infohash_v1: extras.infohashV1,
          infohash_v2: extras.infohashV2,
          is_private: extras.isPrivate,
          name: download.title,
        }
      : {}),
    ...(traits.since.v5_1
      ? {
          has_metadata: member("has_metadata", true),
          popularity: 0,
          private: member("private", null),
        }
      : {}),
    ...(traits.since.v5_3
      ? { availability: member("availability", -1), progress: download.progress }
      : {}),
  };
}
