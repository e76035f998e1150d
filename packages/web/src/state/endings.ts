import type { Dashboard } from "./dashboard.ts";
import { groupOf } from "./groups.ts";

/**
 * Whether between two states some download left the list or became done, so that there may be something new among
 * what was finished. A change between "mine" and "everyone's" is none.
 */
export function hasEnding(before: Dashboard | null, after: Dashboard | null): boolean {
  if (before === null || after === null || before.showAll !== after.showAll) return false;
  if (before.downloads === after.downloads) return false;
  for (const [key, old] of before.downloads) {
    const now = after.downloads.get(key);
    if (now === undefined) return true;
    if (now !== old && groupOf(now) === "done" && groupOf(old) !== "done") return true;
  }
  return false;
}
