import { flag } from "./arr-paging.ts";
import type { Deletion, HistoryEvent, QueueItem } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import { pushCommand } from "./command-queue.ts";
import { queueRows } from "./queue-rows.ts";

type RemovalFlags = Omit<Deletion, "downloadId">;

/**
 * What the query asks for, as this version reads it: names it does not know are ignored, so an old Sonarr that
 * is told `skipRedownload=true` searches all the same.
 */
export function readRemovalFlags(world: ArrWorld, query: URLSearchParams): RemovalFlags {
  const { features } = world;
  return {
    removeFromClient: flag(query, "removeFromClient", true),
    blocklist: flag(query, "blocklist") || (features.hasBlacklistName && flag(query, "blacklist")),
    skipRedownload: features.hasSkipRedownload && flag(query, "skipRedownload"),
    changeCategory: features.hasChangeCategory && flag(query, "changeCategory"),
  };
}

/**
 * Removes the download behind each row; the sibling rows of a pack go with it.
 *
 * @returns how many of the ids existed.
 */
export function removeRows(world: ArrWorld, ids: readonly number[], flags: RemovalFlags): number {
  const rows = queueRows(world).filter((row) => ids.includes(row.id));
  for (const item of new Set(rows.map((row) => row.item))) removeItem(world, item, flags);
  return new Set(rows.map((row) => row.id)).size;
}

function removeItem(world: ArrWorld, item: QueueItem, flags: RemovalFlags): void {
  world.queue = world.queue.filter((other) => other !== item);
  world.deletions.push({ downloadId: item.downloadId, ...flags });
  // A held-back release is only taken off the list; no flag means anything for it.
  if (item.downloadId === null) return;
  if (flags.removeFromClient) world.onRemoveFromClient(item.downloadId);
  if (flags.blocklist) markFailed(world, item.downloadId, flags.skipRedownload);
  if (!flags.removeFromClient && !flags.changeCategory && !flags.blocklist) ignore(world, item);
}

/** Without a grab in history the *arr has nothing to blocklist and says nothing about it. */
export function markFailed(world: ArrWorld, downloadId: string, skipRedownload: boolean): void {
  const grabs = world.history.filter(
    (event) => event.eventType === "grabbed" && event.downloadId === downloadId,
  );
  const [first] = grabs;
  if (first === undefined) return;
  const episodeIds = episodeIdsOf(grabs);
  world.addHistory({
    eventType: "downloadFailed",
    titleId: first.titleId,
    episodeIds,
    sourceTitle: first.sourceTitle,
    downloadId,
    quality: first.quality,
    data: { message: "Manually marked as failed" },
  });
  world.blocklist.push({
    titleId: first.titleId,
    episodeIds,
    sourceTitle: first.sourceTitle,
    date: world.settings.now(),
  });
  if (!skipRedownload && mayRedownload(world, first)) searchAgain(world, first.titleId, episodeIds);
}

function mayRedownload(world: ArrWorld, grab: HistoryEvent): boolean {
  const { redownloadFailed, redownloadFailedFromInteractive } = world.settings;
  if (grab.data["releaseSource"] === "InteractiveSearch") return redownloadFailedFromInteractive;
  return redownloadFailed;
}

/** One movie; or the season when the pack was all of it, else just its episodes. */
function searchAgain(world: ArrWorld, titleId: number, episodeIds: readonly number[]): void {
  if (world.vocabulary.kind === "radarr") {
    pushCommand(world, "MoviesSearch", { movieIds: [titleId] }, "unspecified");
    return;
  }
  const seasonNumber = fullSeason(world, titleId, episodeIds);
  if (seasonNumber === null) pushCommand(world, "EpisodeSearch", { episodeIds }, "unspecified");
  else pushCommand(world, "SeasonSearch", { seriesId: titleId, seasonNumber }, "unspecified");
}

function fullSeason(
  world: ArrWorld,
  titleId: number,
  episodeIds: readonly number[],
): number | null {
  if (episodeIds.length < 2) return null;
  const seasonNumber = world.episodesOf(episodeIds)[0]?.seasonNumber ?? null;
  const season = world
    .titleOf(titleId)
    ?.episodes.filter((episode) => episode.seasonNumber === seasonNumber);
  const isAll = season?.every((episode) => episodeIds.includes(episode.id)) ?? false;
  return isAll ? seasonNumber : null;
}

function ignore(world: ArrWorld, item: QueueItem): void {
  if (item.titleId === null) return;
  world.addHistory({
    eventType: "downloadIgnored",
    titleId: item.titleId,
    episodeIds: item.episodeIds,
    sourceTitle: item.title,
    downloadId: item.downloadId,
    data: { message: "Manually ignored" },
  });
}

function episodeIdsOf(events: readonly HistoryEvent[]): number[] {
  return [...new Set(events.flatMap((event) => event.episodeId ?? []))];
}
