import { hasPassed } from "../../domain/has-passed.ts";
import { areSameItems } from "../../domain/keep-unchanged.ts";
import type { WireHistory, WireHistorySlot, WireQueue } from "./wire.ts";

/**
 * How long an "unchanged" may be believed before the history is read plainly. SABnzbd's change counter starts at 1
 * with every program start, so that an old value can be met again by accident; this bounds the damage.
 */
const BELIEVED_MS = 5 * 60 * 1000;

/** The last history read in full, and what it was read from. */
export interface HistoryMemory {
  readonly slots: readonly WireHistorySlot[];
  readonly lastUpdate: number | null;
  readonly program: string;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  /** Jobs that were in the queue at that time or since. */
  readonly queueIds: readonly string[];
}

export function remember(history: WireHistory, queue: WireQueue, now: number): HistoryMemory {
  return {
    slots: history.slots,
    lastUpdate: history.lastUpdate,
    program: programOf(queue),
    readAt: now,
    queueIds: idsOf(queue),
  };
}

/** The same memory after the server said that nothing changed. */
export function confirm(memory: HistoryMemory, queue: WireQueue): HistoryMemory {
  return { ...memory, queueIds: idsOf(queue) };
}

/**
 * The `last_history_update` to ask with, or `null` for a plain read: when nothing is remembered, the server sends no
 * counter, it may have been restarted, the memory is old, or a job has left the queue and the remembered history
 * does not know it, which contradicts "unchanged".
 * Source: sabnzbd/misc.py, history_updated; the counter is 1 at start, so that 0 never matches.
 */
export function conditionFor(
  memory: HistoryMemory | null,
  queue: WireQueue,
  now: number,
): number | null {
  if (memory === null || memory.lastUpdate === null || memory.lastUpdate < 1) return null;
  if (memory.program !== programOf(queue)) return null;
  if (hasPassed(BELIEVED_MS, memory.readAt, now)) return null;
  const ids = idsOf(queue);
  if (areSameItems(ids, memory.queueIds)) return memory.lastUpdate;
  const known = new Set([...ids, ...memory.slots.map((slot) => slot.nzoId)]);
  return memory.queueIds.every((id) => known.has(id)) ? memory.lastUpdate : null;
}

/** What changes when SABnzbd is updated and, in releases that tell their uptime, when it is restarted. */
function programOf(queue: WireQueue): string {
  return `${queue.version ?? ""} ${queue.uptime ?? ""}`;
}

function idsOf(queue: WireQueue): readonly string[] {
  return queue.slots.map((slot) => slot.nzoId);
}
