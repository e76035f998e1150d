import type {
  AwaitedTitle,
  DashboardPatch,
  DashboardPayload,
  DownloadClientSummary,
  NormalizedDownload,
  SourceState,
} from "@sofarr/contract";

import { keyOf } from "./download-key.ts";
import { sameValue } from "./same-value.ts";

/** What the browser knows, immutable. A download that did not change is the same object as before. */
export interface Dashboard {
  readonly user: string;
  readonly isAdmin: boolean;
  /** Whether everybody's downloads are in it. */
  readonly showAll: boolean;
  /** By `keyOf`. */
  readonly downloads: ReadonlyMap<string, NormalizedDownload>;
  /** What was asked for and is in no download client, newest first. */
  readonly awaited: readonly AwaitedTitle[];
  /** Where to watch, `null` when nobody says. */
  readonly mediaServerUrl: string | null;
  readonly downloadClients: readonly DownloadClientSummary[];
  readonly sources: readonly SourceState[];
  /** When `sources` arrived, by this browser's clock, ms: ages are counted on from here. */
  readonly sourcesReadAt: number;
  readonly serverTime: string;
  readonly serverVersion: string;
}

/**
 * A whole frame replaces everything.
 *
 * @param previous    what was known, so that unchanged downloads keep their identity; `null` at first.
 * @param receivedAt  this browser's clock, ms.
 */
export function applyFrame(
  previous: Dashboard | null,
  payload: DashboardPayload,
  receivedAt: number,
): Dashboard {
  const known = previous?.downloads ?? new Map<string, NormalizedDownload>();
  return {
    user: payload.user,
    isAdmin: payload.isAdmin,
    showAll: payload.showAll,
    downloads: new Map(
      payload.downloads.map((download) => {
        const key = keyOf(download);
        return [key, keepUnchanged(known.get(key), download)];
      }),
    ),
    awaited: keepUnchanged(previous?.awaited, payload.awaited),
    mediaServerUrl: payload.mediaServerUrl,
    downloadClients: keepUnchanged(previous?.downloadClients, payload.downloadClients),
    sources: payload.sources,
    sourcesReadAt: receivedAt,
    serverTime: payload.serverTime,
    serverVersion: payload.serverVersion,
  };
}

/** One step: deletions first, then the new and the changed. Law: apply(full a, patch a to b) = full b. */
export function applyPatch(
  previous: Dashboard,
  patch: DashboardPatch,
  receivedAt: number,
): Dashboard {
  const downloads = new Map(previous.downloads);
  for (const key of patch.del) downloads.delete(key);
  for (const [key, download] of Object.entries(patch.set)) {
    downloads.set(key, keepUnchanged(previous.downloads.get(key), download));
  }
  return {
    ...previous,
    downloads,
    awaited: patch.awaited ?? previous.awaited,
    sources: patch.sources ?? previous.sources,
    sourcesReadAt: patch.sources === undefined ? previous.sourcesReadAt : receivedAt,
    serverTime: patch.serverTime,
  };
}

/** The keys whose download appeared, changed or went. */
export function changedKeys(before: Dashboard | null, after: Dashboard | null): string[] {
  const old = before?.downloads ?? new Map<string, NormalizedDownload>();
  const now = after?.downloads ?? new Map<string, NormalizedDownload>();
  if (old === now) return [];
  const changed = [...now.keys()].filter((key) => old.get(key) !== now.get(key));
  const gone = [...old.keys()].filter((key) => !now.has(key));
  return [...changed, ...gone];
}

function keepUnchanged<T>(old: T | undefined, next: T): T {
  return old !== undefined && sameValue(old, next) ? old : next;
}
