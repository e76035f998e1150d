import type { Download } from "../domain/download.ts";
import { sharesKey, type QueuedRelease } from "../domain/queued-release.ts";
import { replacementSearch, seasonOfPack } from "../domain/replacement-search.ts";
import type { Viewer } from "../domain/user.ts";
import type { ArrControl } from "../upstreams/arr-control.ts";
import type { Connected } from "../upstreams/connected.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Arr } from "../upstreams/upstream.ts";
import type { ReplacementPlan } from "./replacement-log.ts";

/** What is to be replaced, and for whom. */
export interface ReplacementOrder {
  readonly arr: Connected<Pick<Arr, "control">>;
  readonly queueId: number;
  readonly viewer: Viewer;
  readonly queued: QueuedRelease;
  /** The downloads behind the row. */
  readonly downloads: readonly Download[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Where nobody says since when it is there. */
const LONGEST_DOWNLOAD_MS = 90 * DAY_MS;

/**
 * Gathers, before anything is changed, what there is to do: the search to run, and whether blocklisting will work. What
 * the *arr does not tell now is left open; it is no reason not to go on.
 */
export async function planReplacement(
  order: ReplacementOrder,
  now: number,
  signal: AbortSignal,
): Promise<ReplacementPlan> {
  const { queueId, viewer, queued, downloads } = order;
  const { link, rowIds, joinKeys } = queued;
  const { control } = order.arr.upstream;
  const titleId = link.titleId ?? 0;
  const season = link.kind === "sonarr" ? seasonOfPack(link.records) : null;
  const [seasonEpisodeIds, isGrabKnown] = await Promise.all([
    season === null ? null : orNull(control.episodeIdsOfSeason(titleId, season, signal)),
    isGrabKnownTo(control, order, now, signal),
  ]);
  return {
    viewer,
    instanceId: link.instanceId,
    queueId,
    rowIds,
    joinKeys,
    holderIds: [...new Set(downloads.map(({ instanceId }) => instanceId))],
    search: replacementSearch(link.kind, titleId, link.records, seasonEpisodeIds),
    isGrabKnown,
  };
}

/** What the *arr remembers having grabbed lately is at hand; what it does not remember is asked for. */
async function isGrabKnownTo(
  control: ArrControl,
  { queued: { link, joinKeys }, downloads }: ReplacementOrder,
  now: number,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (link.grabs.length > 0) return true;
  if (joinKeys.length === 0) return false;
  const added = [...link.records, ...downloads].flatMap(({ addedAt }) => addedAt ?? []);
  const since = (added.length > 0 ? Math.min(...added) : now - LONGEST_DOWNLOAD_MS) - DAY_MS;
  const grabs = await orNull(control.history(since, ["grabbed"], signal));
  return grabs === null ? null : grabs.some(sharesKey(joinKeys));
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}
