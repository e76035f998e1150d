import type { Dashboard } from "./dashboard.ts";
import { isTroubled } from "./freshness.ts";
import { groupOf, type Group } from "./groups.ts";

/** The whole list in a few numbers. */
export interface Summary {
  readonly counts: Readonly<Record<Group, number>>;
  readonly bytesPerSecond: number;
  /** Seconds until the next one has its data; `null` when no one can say. */
  readonly nextEtaSeconds: number | null;
}

/** Counts everything; speed and time only from download clients that answer, for old ones are not true. */
export function summarise(dashboard: Dashboard): Summary {
  const silent = new Set(dashboard.sources.filter(isTroubled).map((source) => source.id));
  const asked = dashboard.awaited.length;
  const counts = { attention: 0, downloading: 0, waiting: 0, finishing: 0, asked, done: 0 };
  let bytesPerSecond = 0;
  let nextEtaSeconds: number | null = null;
  for (const download of dashboard.downloads.values()) {
    const group = groupOf(download);
    counts[group] += 1;
    if (silent.has(download.instanceId)) continue;
    // A seeding torrent's speed, should a client report one, is not ours to wait for.
    if (group !== "downloading") continue;
    bytesPerSecond += download.speed;
    if (download.eta !== null && (nextEtaSeconds === null || download.eta < nextEtaSeconds)) {
      nextEtaSeconds = download.eta;
    }
  }
  return { counts, bytesPerSecond, nextEtaSeconds };
}
