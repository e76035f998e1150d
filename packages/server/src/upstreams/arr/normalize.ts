import type { Episode, Grab, Import, LibraryTitle, QueueRecord } from "../../domain/arr-reading.ts";
import { joinKey, type Protocol } from "../../domain/download.ts";
import type { HistoryEvent, HistoryRecord } from "../../domain/history.ts";
import { instantOf } from "../json-fields.ts";
import { plainMessage, plainPath, plainText } from "../plain-text.ts";
import type { ArrShape } from "./arr-shape.ts";
import type {
  WireHistoryRow,
  WireQueueRow,
  WireStatusMessage,
  WireTag,
  WireTitle,
} from "./wire.ts";

/** @param titles the library, which for movies decides whether the download is an upgrade. */
export function toQueueRecord(
  shape: ArrShape,
  row: WireQueueRow,
  titles: ReadonlyMap<number, LibraryTitle>,
): QueueRecord {
  const protocol = protocolOf(row.protocol);
  const title = row.titleId === null ? undefined : titles.get(row.titleId);
  return {
    id: row.id,
    joinKeys: joinKeysOf(protocol, row.downloadId),
    protocol,
    releaseTitle: plainText(row.title ?? ""),
    titleId: row.titleId,
    ...contentOf(row),
    indexer: nameOf(row.indexer),
    status: nameOf(row.status),
    trackedState: nameOf(row.trackedDownloadState),
    trackedStatus: nameOf(row.trackedDownloadStatus),
    statusMessages: flattenMessages(row.statusMessages, row.title),
    errorMessage: row.errorMessage === null ? null : plainMessage(row.errorMessage),
    outputPath: row.outputPath === null ? null : plainPath(row.outputPath),
    addedAt: instantOf(row.added),
    dueAt: toMinute(instantOf(row.due)),
    isUpgrade: row.episodeHasFile ?? (shape.hasOneFile ? (title?.hasFile ?? null) : null),
  };
}

const MINUTE_MS = 60_000;

/** The *arr works it out anew each time, to the second: what differs by that is the same. */
function toMinute(at: number | null): number | null {
  return at === null ? null : Math.round(at / MINUTE_MS) * MINUTE_MS;
}

/** @param labels this instance's own tags, by id. */
export function toLibraryTitle(
  shape: ArrShape,
  title: WireTitle,
  labels: ReadonlyMap<number, string>,
): LibraryTitle {
  const { id, year, tmdbId, tvdbId, path, posterUrl, hasFile, isOut, comesOutAt } = title;
  const tagLabels = new Set(title.tagIds.flatMap((tagId) => labels.get(tagId) ?? []));
  return {
    id,
    title: plainText(title.title),
    year,
    tmdbId,
    tvdbId,
    pagePath: shape.pagePath(title),
    path: path === null ? null : plainPath(path),
    posterUrl,
    tagLabels: [...tagLabels],
    hasFile,
    isOut,
    comesOutAt,
  };
}

/** Labels by tag id, lower-cased: the *arrs store them so today, but older ones may differ. */
export function labelsById(tags: readonly WireTag[]): ReadonlyMap<number, string> {
  return new Map(tags.map((tag) => [tag.id, plainText(tag.label).toLowerCase()]));
}

/** What is in a release: in history as in the queue. */
function contentOf(row: Pick<WireQueueRow, "episode" | "quality">): {
  readonly episode: Episode | null;
  readonly quality: string | null;
} {
  const { episode } = row;
  return {
    episode: episode === null ? null : { ...episode, title: nameOf(episode.title) },
    quality: nameOf(row.quality),
  };
}

/** A name or a word as one line. */
function nameOf(text: string | null): string | null {
  return text === null ? null : plainText(text) || null;
}

export function toGrab(row: WireHistoryRow): Grab {
  return {
    joinKeys: joinKeysOf(protocolOf(row.protocol), row.downloadId),
    releaseTitle: plainText(row.sourceTitle ?? ""),
    titleId: row.titleId,
    ...contentOf(row),
    indexer: nameOf(row.indexer),
    at: row.at,
  };
}

export function toImport(row: WireHistoryRow): Import {
  const joinKeys = joinKeysOf(protocolOf(row.protocol), row.downloadId);
  return { joinKeys, titleId: row.titleId, at: row.at };
}

/** @param event what was asked for; only one kind of event is asked for at a time. */
export function toHistoryRecord(event: HistoryEvent, row: WireHistoryRow): HistoryRecord {
  return {
    id: row.id,
    event,
    at: row.at,
    joinKeys: joinKeysOf(protocolOf(row.protocol), row.downloadId),
    releaseTitle: plainText(row.sourceTitle ?? ""),
    titleId: row.titleId,
    ...contentOf(row),
    message: row.message === null ? null : plainMessage(row.message),
    hasFile: row.episodeHasFile,
  };
}

/** Where the *arr does not say how a download travels, it may be either; the id decides by matching. */
export function joinKeysOf(
  protocol: Protocol | null,
  downloadId: string | null,
): readonly string[] {
  if (downloadId === null) return [];
  const protocols: readonly Protocol[] = protocol === null ? ["torrent", "usenet"] : [protocol];
  return protocols.map((one) => joinKey(one, downloadId));
}

/** The queue says it in words, history by number. Source: Sonarr and Radarr, DownloadProtocol. */
const PROTOCOLS: ReadonlyMap<string, Protocol> = new Map([
  ["usenet", "usenet"],
  ["torrent", "torrent"],
  ["1", "usenet"],
  ["2", "torrent"],
]);

export function protocolOf(word: string | null): Protocol | null {
  return PROTOCOLS.get(word?.toLowerCase() ?? "") ?? null;
}

/**
 * Why it is stuck, one string per reason, each once: `title: message`, the title alone when it has no messages,
 * the message alone when it begins with the title or the title only repeats the release name. Owners read these,
 * so there are no paths and links in them.
 */
export function flattenMessages(
  statusMessages: readonly WireStatusMessage[],
  releaseTitle: string | null,
): readonly string[] {
  const flat = statusMessages.flatMap(({ title, messages }) => {
    if (messages.length === 0) return title === null ? [] : [title];
    return messages.map((message) =>
      title === null || title === releaseTitle || message.startsWith(title)
        ? message
        : `${title}: ${message}`,
    );
  });
  return [...new Set(flat.map(plainMessage))];
}
