import type { SourceState } from "@sofarr/contract";

import type { Dashboard } from "./dashboard.ts";
import { sameValue } from "./same-value.ts";

type Aged = Pick<Dashboard, "sourcesReadAt">;
type Sourced = Pick<Dashboard, "sources" | "downloadClients">;

/** Whether what is shown of a source is old or missing. One that was not asked yet is neither. */
export function isTroubled(source: SourceState): boolean {
  return source.state === "stale" || source.state === "failed";
}

/** Whether it is a download client, whose downloads are the list itself; the others only add to it. */
export function isDownloadClient(source: SourceState, dashboard: Sourced): boolean {
  return dashboard.downloadClients.some((client) => client.id === source.id);
}

/**
 * How old a source's data is now, in seconds; `null` when it was never read.
 * The server's age is counted on by this browser's clock, so the two clocks need not agree.
 */
export function sourceAgeSeconds(
  source: SourceState,
  { sourcesReadAt }: Aged,
  now: number,
): number | null {
  if (source.ageSeconds === null) return null;
  return source.ageSeconds + Math.max(0, Math.floor((now - sourcesReadAt) / 1000));
}

/**
 * How old the downloads on the page are: the oldest reading among the download clients that answer. Those that
 * do not are said one by one. `null` when none was ever read.
 */
export function dataAgeSeconds(dashboard: Dashboard, now: number): number | null {
  const ages = dashboard.sources
    .filter((source) => !isTroubled(source) && isDownloadClient(source, dashboard))
    .map((source) => sourceAgeSeconds(source, dashboard, now))
    .filter((age) => age !== null);
  return ages.length === 0 ? null : Math.max(...ages);
}

/** The sources that do not answer, download clients first. */
export function troubledSources(dashboard: Dashboard): SourceState[] {
  const troubled = dashboard.sources.filter(isTroubled);
  return [
    ...troubled.filter((source) => isDownloadClient(source, dashboard)),
    ...troubled.filter((source) => !isDownloadClient(source, dashboard)),
  ];
}

/** By instance id, when (ISO 8601) a silent source last answered; one that never did is as old as can be. */
export type StaleInstances = ReadonlyMap<string, string>;

const NEVER_ANSWERED = new Date(0).toISOString();

/** The instances whose downloads are shown as they once were. */
export function staleInstances(dashboard: Pick<Dashboard, "sources">): StaleInstances {
  return new Map(
    dashboard.sources
      .filter(isTroubled)
      .map((source) => [source.id, source.lastSuccessAt ?? NEVER_ANSWERED]),
  );
}

/** A selector that hands out the same map for as long as it says the same, so that ages wake no card. */
export function createStaleSelector(): (dashboard: Dashboard | null) => StaleInstances {
  let known: StaleInstances = new Map();
  return (dashboard) => {
    const next = dashboard === null ? new Map<string, string>() : staleInstances(dashboard);
    if (!sameValue([...known], [...next])) known = next;
    return known;
  };
}

/** Whether an empty list may be believed: every download client was read and none is in trouble. */
export function isComplete(dashboard: Sourced): boolean {
  return dashboard.sources
    .filter((source) => isDownloadClient(source, dashboard))
    .every((source) => source.state === "ok");
}
