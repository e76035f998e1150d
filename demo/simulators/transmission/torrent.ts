import { createHash } from "node:crypto";

import type { SimulatedDownload } from "../download-client-simulator.ts";

/** What Transmission knows about a torrent beyond what every download client has. */
export interface TransmissionExtras {
  /** Announce URL of its one tracker. */
  tracker: string;
  isPrivate: boolean;
  /** 0..1, `recheckProgress` while the torrent is being checked. */
  checkProgress: number;
}

/** What `add` takes: the common fields and Transmission's own, all but the title optional. */
export type NewTorrent = Partial<SimulatedDownload> &
  Partial<TransmissionExtras> & { title: string };

/** One torrent as the simulator holds it. */
export interface Torrent {
  readonly download: SimulatedDownload;
  readonly extras: TransmissionExtras;
  /** Transmission's own short id; another one after a restart. */
  numericId: number;
  /** Milliseconds; what `recently-active` goes by. */
  changedAt: number;
  /** Raw values by classic field name, put over the computed ones. */
  overrides: Readonly<Record<string, unknown>>;
}

const DEFAULT_SIZE_BYTES = 1024 * 1024 * 1024;
const DEFAULT_TRACKER = "http://tracker.simulator.invalid:8080/announce";

/** Fills in what a test left out; without an id, an infohash is made from title and number. */
export function makeTorrent(given: NewTorrent, numericId: number, now: number): Torrent {
  const { tracker = DEFAULT_TRACKER, isPrivate = true, checkProgress = 0.5, ...common } = given;
  const state = common.state ?? "downloading";
  const category = common.category ?? "";
  const seed = `${given.title} ${numericId}`;
  return {
    download: {
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
      id: common.id ?? createHash("sha1").update(seed).digest("hex"),
    },
    extras: { tracker, isPrivate, checkProgress },
    numericId,
    changedAt: now,
    overrides: {},
  };
}
