import type { HistoryEvent } from "../../domain/history.ts";

/**
 * The history events we ask for, by their number. Only these three are the same in Sonarr and Radarr; the others
 * have different numbers in each. Source: EpisodeHistoryEventType and MovieHistoryEventType.
 */
export const EVENT_NUMBERS = { grabbed: 1, imported: 3, failed: 4 } as const satisfies Record<
  HistoryEvent,
  number
>;
