import { infohashOf } from "../infohash.ts";

/** The members of a torrent that we read, by type; a delta holds only those that changed. */
const TEXTS = [
  "name",
  "state",
  "category",
  "tags",
  "save_path",
  "infohash_v1",
  "infohash_v2",
] as const;
/** Of bytes, seconds and peers: there are no halves of them. */
const COUNTS = [
  "size",
  "completed",
  "dlspeed",
  "eta",
  "priority",
  "added_on",
  "num_seeds",
  "num_leechs",
] as const;
const SHARES = ["progress", "availability"] as const;
/** In sync/maindata only, from Web API 2.11.7 on; absent means nobody said. */
const FLAGS = ["has_tracker_warning", "has_tracker_error", "has_other_announce_error"] as const;

/** One torrent as qBittorrent tells it: its names, its units. A member of an unexpected type counts as absent. */
export type WireTorrent = Readonly<
  Partial<
    Record<(typeof TEXTS)[number], string> &
      Record<(typeof COUNTS)[number] | (typeof SHARES)[number], number> &
      Record<(typeof FLAGS)[number], boolean>
  >
>;

/** One answer of sync/maindata, as far as we use it. */
export interface MainData {
  /** To be sent with the next call. */
  readonly rid: number;
  /** Everything there is, in place of what changed. */
  readonly isFull: boolean;
  /** By hash, lower case. */
  readonly torrents: ReadonlyMap<string, WireTorrent>;
  readonly removed: readonly string[];
}

/**
 * Reads an answer of sync/maindata. Rows without a usable hash are left out.
 *
 * @returns `null` when it is no such answer.
 * Source: qBittorrent synccontroller.cpp; `full_update` is absent, not false, in a delta.
 */
export function readMainData(payload: unknown): MainData | null {
  if (!isRecord(payload)) return null;
  const { rid, full_update, torrents, torrents_removed } = payload;
  if (typeof rid !== "number" || !Number.isSafeInteger(rid)) return null;
  if (torrents !== undefined && !isRecord(torrents)) return null;
  if (torrents_removed !== undefined && !Array.isArray(torrents_removed)) return null;
  const rows = new Map<string, WireTorrent>();
  for (const key in torrents) {
    const row = torrents[key];
    const hash = infohashOf(key);
    if (hash !== null && isRecord(row)) rows.set(hash, readTorrent(row));
  }
  const removed = (torrents_removed ?? []).filter((hash) => typeof hash === "string");
  return {
    rid,
    isFull: full_update === true,
    torrents: rows,
    removed: removed.map((hash) => hash.toLowerCase()),
  };
}

/** One tracker of torrents/trackers, as far as we use it. */
export interface WireTracker {
  readonly url: string;
  readonly status: number;
  readonly msg: string;
}

/** Reads an answer of torrents/trackers; `null` when it is no such answer. */
export function readTrackers(payload: unknown): readonly WireTracker[] | null {
  if (!Array.isArray(payload)) return null;
  return payload.filter(isRecord).flatMap(({ url, status, msg }) => {
    if (typeof url !== "string" || typeof status !== "number") return [];
    return [{ url, status, msg: typeof msg === "string" ? msg : "" }];
  });
}

function readTorrent(row: Record<string, unknown>): WireTorrent {
  const torrent: Record<string, string | number | boolean> = {};
  for (const name of TEXTS) {
    const value = row[name];
    if (typeof value === "string") torrent[name] = value;
  }
  for (const name of COUNTS) {
    const value = row[name];
    if (isSaneNumber(value)) torrent[name] = Math.trunc(value);
  }
  for (const name of SHARES) {
    const value = row[name];
    if (isSaneNumber(value)) torrent[name] = value;
  }
  for (const name of FLAGS) {
    const value = row[name];
    if (typeof value === "boolean") torrent[name] = value;
  }
  // What is filled name by name is a table of hashes by now, three times the size; a copy has fixed places again.
  return { ...torrent };
}

/** JSON can say 1e999 (infinite here), and no size or time is beyond what a double counts exactly. */
function isSaneNumber(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
