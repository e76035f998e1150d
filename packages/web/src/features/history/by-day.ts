import type { HistoryItem } from "@sofarr/contract";

import type { Day } from "../../format/day.ts";

/** What was finished on one day. */
export interface HistoryDay {
  readonly day: Day;
  /** Never empty, in the order given. */
  readonly items: readonly HistoryItem[];
}

/**
 * Puts what was finished under its days.
 *
 * @param history  newest first.
 * @param dayOf    the day of a moment (ms) for the person who looks, see `Format.day`.
 */
export function byDay(
  history: readonly HistoryItem[],
  dayOf: (at: number) => Day,
): readonly HistoryDay[] {
  const days: { day: Day; items: HistoryItem[] }[] = [];
  for (const item of history) {
    const day = dayOf(Date.parse(item.completedAt));
    const last = days.at(-1);
    if (last !== undefined && last.day.daysAgo === day.daysAgo) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
