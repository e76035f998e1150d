import { isSameData } from "../../domain/keep-unchanged.ts";
import type { WireHistoryRow } from "./wire.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** As long as a slow torrent may take. */
export const EVENTS_KEPT_MS = 30 * DAY_MS;
/** Newest first; beyond this the oldest are let go. */
const EVENTS_KEPT_COUNT = 20_000;
/** Rows are asked for again this far back: their dates are whole seconds, and rows are written after their date. */
const OVERLAP_MS = 10 * 60 * 1000;
/** Nobody was there then to see that their clock was put back, so that what they wrote has earlier dates than before. */
const OVERLAP_AFTER_TROUBLE_MS = DAY_MS;

/** The history of one instance as far as one kind of event goes. Immutable; an equal log is the same object. */
export interface HistoryLog<Event extends { readonly at: number }> {
  /** By history id. */
  readonly byId: ReadonlyMap<number, Event>;
  /** Newest first. */
  readonly events: readonly Event[];
}

export const EMPTY_LOG: HistoryLog<never> = { byId: new Map<number, never>(), events: [] };

/**
 * From when on history has to be asked for: a month at first, then from the newest event with some overlap.
 *
 * @param isAfterTrouble whether they could not be asked for a while since the log was heard.
 */
export function askFrom(
  log: HistoryLog<{ readonly at: number }>,
  now: number,
  isAfterTrouble = false,
): number {
  const newest = log.events[0];
  const oldest = now - EVENTS_KEPT_MS;
  const overlapMs = isAfterTrouble ? OVERLAP_AFTER_TROUBLE_MS : OVERLAP_MS;
  // A clock of theirs that was ahead for a while must not hide what came after it was put right.
  return newest === undefined ? oldest : Math.max(oldest, Math.min(newest.at, now) - overlapMs);
}

/**
 * Adds history rows, each once by its id, and lets go what is too old or too much.
 *
 * @param toEvent what is kept of a row.
 * @returns the same log when nothing changed; unchanged events stay the same objects.
 */
export function addRows<Event extends { readonly at: number }>(
  log: HistoryLog<Event>,
  rows: readonly WireHistoryRow[],
  toEvent: (row: WireHistoryRow) => Event,
  now: number,
  limit: number = EVENTS_KEPT_COUNT,
): HistoryLog<Event> {
  const byId = new Map(log.byId);
  let hasChanged = false;
  for (const row of rows) {
    const event = toEvent(row);
    const earlier = byId.get(row.id);
    if (earlier !== undefined && isSameData(earlier, event)) continue;
    byId.set(row.id, event);
    hasChanged = true;
  }
  const oldest = now - EVENTS_KEPT_MS;
  const entries = [...byId].filter(([, { at }]) => at >= oldest);
  if (!hasChanged && entries.length === log.byId.size) return log;
  entries.sort(([idA, a], [idB, b]) => b.at - a.at || idB - idA);
  const kept = entries.slice(0, limit);
  return { byId: new Map(kept), events: kept.map(([, event]) => event) };
}
