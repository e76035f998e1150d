import { createHash } from "node:crypto";

import type { SimulatedDownload } from "../download-client-simulator.ts";
import type { WireTorrent } from "./torrent-wire.ts";

/** What qBittorrent knows about a torrent beyond what every download client has. */
export interface QbittorrentExtras {
  /** 40 hex digits, or "" for a pure v2 torrent. */
  infohashV1: string;
  /** 64 hex digits, or "" for a pure v1 torrent. */
  infohashV2: string;
  /** Announce URL of its one tracker. */
  tracker: string;
  isPrivate: boolean;
  /** 0..1, what `progress` says while the torrent is being checked. */
  checkProgress: number;
}

/** What `add` takes: the common fields and qBittorrent's own, all but the title optional. */
export type NewTorrent = Partial<SimulatedDownload> &
  Partial<QbittorrentExtras> & { title: string };

/** One torrent as the simulator holds it. */
export interface Torrent {
  readonly download: SimulatedDownload;
  readonly extras: QbittorrentExtras;
  /** Raw members that a test put over the computed ones. */
  overrides: WireTorrent;
  /** Place in the queue, 1-based. Given once: real positions move up, which would change every torrent at once. */
  readonly position: number;
}

const DEFAULT_SIZE_BYTES = 1024 * 1024 * 1024;
const DEFAULT_TRACKER = "http://tracker.simulator.invalid/announce";
const HASH_DIGITS = 40;

/**
 * Fills in what a test left out.
 *
 * The torrent's id is the v1 infohash, or for v2 and hybrid torrents the first 40 digits of the v2 one
 * (libtorrent 2 prefers it). Without either, one is made from title and position.
 */
export function makeTorrent(given: NewTorrent, position: number, now: number): Torrent {
  const {
    infohashV1,
    infohashV2 = "",
    tracker = DEFAULT_TRACKER,
    isPrivate = true,
    checkProgress = 0.5,
    ...common
  } = given;
  const state = common.state ?? "downloading";
  const category = common.category ?? "";
  const id = common.id ?? idOf(infohashV1, infohashV2, `${given.title} ${position}`);
  const download: SimulatedDownload = {
    sizeBytes: DEFAULT_SIZE_BYTES,
    progress: state === "seeding" || state === "completed" ? 1 : 0,
    bytesPerSecond: 0,
    state,
    category,
    tags: [],
    savePath: category === "" ? "/downloads" : `/downloads/${category}`,
    addedAt: now,
    message: "",
    availability: state === "stalled" || state === "metadata" ? 0 : 1,
    seeders: state === "downloading" ? 1 : 0,
    peers: 0,
    ...common,
    id,
  };
  return {
    download,
    extras: {
      infohashV1: infohashV1 ?? (infohashV2 === "" ? id : ""),
      infohashV2,
      tracker,
      isPrivate,
      checkProgress,
    },
    overrides: {},
    position,
  };
}

function idOf(infohashV1: string | undefined, infohashV2: string, seed: string): string {
  if (infohashV2 !== "") return infohashV2.slice(0, HASH_DIGITS);
  return infohashV1 ?? createHash("sha1").update(seed).digest("hex");
}
