import type { ArrKind, QueueRecord } from "./arr-reading.ts";

/** The search commands of both apps. A movie is always searched in list form. */
export type SearchCommand =
  | { readonly name: "EpisodeSearch"; readonly episodeIds: readonly number[] }
  | { readonly name: "SeasonSearch"; readonly seriesId: number; readonly seasonNumber: number }
  | { readonly name: "SeriesSearch"; readonly seriesId: number }
  | { readonly name: "MoviesSearch"; readonly movieIds: readonly number[] };

/** A pack whose episodes are all of one season, so that it may be the whole season. */
export function seasonOfPack(rows: readonly QueueRecord[]): number | null {
  const seasons = new Set(rows.map(({ episode }) => episode?.seasonNumber ?? null));
  const [season = null] = seasons;
  return seasons.size === 1 && episodeIdsOf(rows).length > 1 ? season : null;
}

/**
 * The one search that replaces a removed download: its movie, its episode, all of its episodes, or their season when
 * the pack was all of it; the whole series when the *arr does not say which episodes it held.
 *
 * The same choice as the *arrs' own after a blocklisting, to the letter: releases that cannot be told not to search
 * (Sonarr 3, Radarr before 4.7) then join our command with theirs, and search once.
 *
 * @param rows every queue row of the download that is for this title.
 * @param seasonEpisodeIds every episode of `seasonOfPack(rows)`, or `null` where there is no such season or it is not known.
 * Source: RedownloadFailedDownloadService and CommandQueueManager of both apps.
 */
export function replacementSearch(
  kind: ArrKind,
  titleId: number,
  rows: readonly QueueRecord[],
  seasonEpisodeIds: readonly number[] | null,
): SearchCommand {
  if (kind === "radarr") return { name: "MoviesSearch", movieIds: [titleId] };
  const episodeIds = episodeIdsOf(rows);
  if (episodeIds.length === 0) return { name: "SeriesSearch", seriesId: titleId };
  const seasonNumber = seasonOfPack(rows);
  return seasonNumber !== null && isWhole(episodeIds, seasonEpisodeIds)
    ? { name: "SeasonSearch", seriesId: titleId, seasonNumber }
    : { name: "EpisodeSearch", episodeIds };
}

/** Each once, in one order: equal searches must look equal. */
function episodeIdsOf(rows: readonly QueueRecord[]): readonly number[] {
  const ids = new Set(rows.flatMap(({ episode }) => episode?.id ?? []));
  return [...ids].sort((a, b) => a - b);
}

function isWhole(
  episodeIds: readonly number[],
  seasonEpisodeIds: readonly number[] | null,
): boolean {
  if (seasonEpisodeIds === null || seasonEpisodeIds.length === 0) return false;
  const has = new Set(episodeIds);
  return seasonEpisodeIds.every((id) => has.has(id));
}
