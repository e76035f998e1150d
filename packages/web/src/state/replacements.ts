import type { Dashboard } from "./dashboard.ts";

/** The downloads that were removed for another copy and are still shown: by `keyOf`, the queue row they had. */
export type Replacements = ReadonlyMap<string, number>;

/**
 * Those that are really still there. The stream says when one is not: the download is gone, or it has no place in
 * that queue any more.
 */
export function stillShown(replacements: Replacements, dashboard: Dashboard | null): Replacements {
  if (dashboard === null || replacements.size === 0) return replacements;
  const left = [...replacements].filter(
    ([key, queueId]) => dashboard.downloads.get(key)?.arrQueueId === queueId,
  );
  return left.length === replacements.size ? replacements : new Map(left);
}
