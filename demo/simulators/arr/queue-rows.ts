import { createHash } from "node:crypto";

import { dateText, durationText } from "./arr-json.ts";
import type { ArrEpisode, QueueItem } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import { episodeResource, titleResource } from "./library-resource.ts";
import { languageResource, qualityResource } from "./release-words.ts";

const FILE_EXTENSION = /\.(mkv|mp4|avi|nzb|ts)$/i;

/** One row of the queue: Sonarr has one per episode of a download, Radarr one per download. */
export interface QueueRow {
  readonly id: number;
  readonly item: QueueItem;
  readonly episode: ArrEpisode | null;
}

/** Every row, known and unknown; equal items give equal ids, also after a restart. */
export function queueRows(world: ArrWorld): QueueRow[] {
  return world.queue.flatMap((item): QueueRow[] => {
    const episodes = world.episodesOf(item.episodeIds);
    if (episodes.length === 0) return [{ id: rowId(item, null), item, episode: null }];
    return episodes.map((episode) => ({ id: rowId(item, episode), item, episode }));
  });
}

/** Held back, and not in any client yet. */
export function isPending(row: QueueRow): boolean {
  return row.item.downloadId === null;
}

/** What `includeUnknown...=false` hides. Held-back rows are appended either way. */
export function isUnknown(row: QueueRow): boolean {
  return row.item.titleId === null && !isPending(row);
}

export interface RowIncludes {
  readonly title: boolean;
  readonly episode: boolean;
}

/** A row as this version sends it, before nulls are taken out. */
export function queueResource(world: ArrWorld, row: QueueRow, includes: RowIncludes): object {
  const { features, vocabulary } = world;
  const { item, episode } = row;
  const title = world.titleOf(item.titleId);
  return {
    [vocabulary.titleIdName]: item.titleId,
    ...(vocabulary.kind === "sonarr"
      ? { episodeId: episode?.id, seasonNumber: episode?.seasonNumber }
      : {}),
    [vocabulary.titleName]:
      includes.title && title !== undefined ? titleResource(world, title, false) : null,
    episode: includes.episode && episode !== null ? episodeResource(world, episode) : null,
    ...languageFields(world, item),
    quality: qualityResource(vocabulary.kind, item.quality),
    ...(features.hasCustomFormats ? { customFormats: [], customFormatScore: 0 } : {}),
    size: item.size,
    title: vocabulary.kind === "sonarr" ? item.title.replace(FILE_EXTENSION, "") : item.title,
    ...timeFields(world, item),
    status: item.status,
    ...trackedFields(world, row),
    statusMessages: item.statusMessages,
    errorMessage: item.errorMessage,
    downloadId: item.downloadId,
    protocol: item.protocol,
    downloadClient: isPending(row) ? null : item.downloadClient,
    ...(features.hasChangeCategory ? { downloadClientHasPostImportCategory: false } : {}),
    indexer: item.indexer,
    outputPath: item.outputPath,
    ...(features.hasEpisodeHasFile ? { episodeHasFile: episode?.hasFile ?? false } : {}),
    sizeleft: item.sizeleft,
    id: row.id,
  };
}

function languageFields(world: ArrWorld, item: QueueItem): object {
  const languages = item.languages.map(languageResource);
  return world.features.hasLanguageList ? { languages } : { language: languages[0] };
}

/** No time left while the client gives none or is paused. */
function timeFields(world: ArrWorld, item: QueueItem): object {
  const seconds = item.status === "paused" ? null : item.timeleftSeconds;
  return {
    timeleft: seconds === null ? null : durationText(seconds),
    estimatedCompletionTime:
      seconds === null ? null : dateText(world.settings.now() + seconds * 1000),
    added: world.features.hasQueueAdded ? dateText(item.addedAt) : null,
  };
}

/** Absent on held-back rows; a version without `importBlocked` says `importPending` with a warning. */
function trackedFields(world: ArrWorld, row: QueueRow): object {
  if (isPending(row)) return {};
  const { item } = row;
  if (item.trackedDownloadState === "importBlocked" && !world.features.hasImportBlocked) {
    return { trackedDownloadStatus: "warning", trackedDownloadState: "importPending" };
  }
  return {
    trackedDownloadStatus: item.trackedDownloadStatus,
    trackedDownloadState: item.trackedDownloadState,
  };
}

/** A positive 31-bit number made of what the row is. */
function rowId(item: QueueItem, episode: ArrEpisode | null): number {
  const text = `${item.downloadId === null ? "pending" : "tracked"}-${item.key}-${episode?.id ?? 0}`;
  return createHash("sha1").update(text).digest().readUInt32BE(0) & 0x7fff_ffff;
}
