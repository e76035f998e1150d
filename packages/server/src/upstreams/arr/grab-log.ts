import type { Grab } from "../../domain/arr-reading.ts";
import { isSameData } from "../../domain/keep-unchanged.ts";
import { toGrab } from "./normalize.ts";
import type { WireHistoryRow } from "./wire.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** As long as a slow torrent may take. */
export const GRABS_KEPT_MS = 30 * DAY_MS;
/** Newest first; beyond this the oldest are let go. */
const GRABS_KEPT_COUNT = 20_000;
/** Rows are asked for again this far back: their dates are whole seconds, and rows are written after their date. */
const OVERLAP_MS = 10 * 60 * 1000;

/** The `grabbed` history of one instance. Immutable; an equal log is the same object. */
export interface GrabLog {
  /** By history id. */
  readonly byId: ReadonlyMap<number, Grab>;
  /** Newest first. */
  readonly grabs: readonly Grab[];
}

export const EMPTY_GRAB_LOG: GrabLog = { byId: new Map(), grabs: [] };

/** From when on history has to be asked for: a month at first, then from the newest grab with some overlap. */
export function askFrom(log: GrabLog, now: number): number {
  const newest = log.grabs[0];
  const oldest = now - GRABS_KEPT_MS;
  return newest === undefined ? oldest : Math.max(oldest, newest.grabbedAt - OVERLAP_MS);
}

/**
 * Adds history rows, each once by its id, and lets go what is too old or too much.
 *
 * @returns the same log when nothing changed; unchanged grabs stay the same objects.
 */
export function addGrabs(
  log: GrabLog,
  rows: readonly WireHistoryRow[],
  now: number,
  limit: number = GRABS_KEPT_COUNT,
): GrabLog {
  const byId = new Map(log.byId);
  let hasChanged = false;
  for (const row of rows) {
    const grab = toGrab(row);
    const earlier = byId.get(row.id);
    if (earlier !== undefined && isSameData(earlier, grab)) continue;
    byId.set(row.id, grab);
    hasChanged = true;
  }
  const oldest = now - GRABS_KEPT_MS;
  const entries = [...byId].filter(([, grab]) => grab.grabbedAt >= oldest);
  if (!hasChanged && entries.length === log.byId.size) return log;
  entries.sort(([idA, a], [idB, b]) => b.grabbedAt - a.grabbedAt || idB - idA);
  const kept = entries.slice(0, limit);
  return { byId: new Map(kept), grabs: kept.map(([, grab]) => grab) };
}
