import type { NormalizedDownload } from "@sofarr/contract";

import { changedKeys, type Dashboard } from "./dashboard.ts";
import { groupOf } from "./groups.ts";

/** What happened that is worth a word to somebody who does not see the page. */
export interface Happenings {
  readonly finished: readonly NormalizedDownload[];
  readonly troubled: readonly NormalizedDownload[];
}

/**
 * The downloads that became done or got into trouble between two states. Numbers ticking by are silence, and
 * so is everything after the first frame or a change between "mine" and "everyone's": nothing happened then.
 */
export function happenings(before: Dashboard | null, after: Dashboard | null): Happenings {
  if (before === null || after === null || before.showAll !== after.showAll) {
    return { finished: [], troubled: [] };
  }
  const moved = changedKeys(before, after).flatMap((key) => {
    const [old, now] = [before.downloads.get(key), after.downloads.get(key)];
    if (old === undefined || now === undefined || groupOf(old) === groupOf(now)) return [];
    return [now];
  });
  return {
    finished: moved.filter((download) => groupOf(download) === "done"),
    troubled: moved.filter((download) => groupOf(download) === "attention"),
  };
}
