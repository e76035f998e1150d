import {
  flagOf,
  idOf,
  instantOf,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  wholeOf,
  type JsonObject,
} from "../json-fields.ts";
import type { ArrShape } from "./arr-shape.ts";

/** One answer of `/queue`. */
export interface WireQueuePage {
  /** What the whole queue holds by the *arr's own count. */
  readonly totalRecords: number;
  /** How many rows came, readable or not. */
  readonly count: number;
  readonly rows: readonly WireQueueRow[];
}

/** One queue row, its words and numbers as the *arr sends them. Nulls are left out on the wire. */
export interface WireQueueRow {
  readonly id: number;
  readonly titleId: number | null;
  readonly episode: WireEpisode | null;
  readonly title: string | null;
  readonly quality: string | null;
  readonly indexer: string | null;
  readonly status: string | null;
  readonly trackedDownloadState: string | null;
  readonly trackedDownloadStatus: string | null;
  readonly statusMessages: readonly WireStatusMessage[];
  readonly errorMessage: string | null;
  readonly outputPath: string | null;
  readonly added: string | null;
  /** When a row that is in no client yet is taken; of all others it moves at each answer, and is left out. */
  readonly due: string | null;
  readonly downloadId: string | null;
  readonly protocol: string | null;
  readonly episodeHasFile: boolean | null;
}

export interface WireStatusMessage {
  readonly title: string | null;
  readonly messages: readonly string[];
}

interface WireEpisode {
  readonly id: number;
  readonly seasonNumber: number;
  readonly episodeNumber: number;
  readonly title: string | null;
}

/** One series or movie of the library. */
export interface WireTitle {
  readonly id: number;
  readonly title: string;
  readonly titleSlug: string | null;
  readonly year: number | null;
  readonly tmdbId: number | null;
  readonly tvdbId: number | null;
  readonly path: string | null;
  readonly posterUrl: string | null;
  readonly tagIds: readonly number[];
  readonly hasFile: boolean;
  readonly isOut: boolean;
  readonly comesOutAt: number | null;
}

export interface WireTag {
  readonly id: number;
  readonly label: string;
}

/** One row of history. */
export interface WireHistoryRow {
  readonly id: number;
  readonly at: number;
  readonly eventType: string | null;
  readonly titleId: number | null;
  readonly episode: WireEpisode | null;
  /** Of the episode, at the time of the answer. */
  readonly episodeHasFile: boolean | null;
  readonly sourceTitle: string | null;
  readonly quality: string | null;
  readonly downloadId: string | null;
  /** `"1"` usenet, `"2"` torrent; only `grabbed` rows have it. */
  readonly protocol: string | null;
  readonly indexer: string | null;
  readonly message: string | null;
}

/** @returns `null` when it is no queue. A row without an id cannot be told from others and is left out. */
export function parseQueuePage(shape: ArrShape, answer: unknown): WireQueuePage | null {
  const page = objectOf(answer);
  const records = page?.["records"];
  if (page === null || !Array.isArray(records)) return null;
  return {
    totalRecords: numberOf(page["totalRecords"]) ?? records.length,
    count: records.length,
    rows: objectsOf(records).flatMap((row) => parseQueueRow(shape, row)),
  };
}

/** @returns `null` when it is no library. */
export function parseTitles(shape: ArrShape, answer: unknown): readonly WireTitle[] | null {
  if (!Array.isArray(answer)) return null;
  return objectsOf(answer).flatMap((row) => {
    const id = idOf(row["id"]);
    if (id === null) return [];
    return [
      {
        id,
        title: textOf(row["title"]) ?? "",
        titleSlug: textOf(row["titleSlug"])?.toWellFormed() ?? null,
        year: idOf(row["year"]),
        tmdbId: idOf(row["tmdbId"]),
        tvdbId: idOf(row["tvdbId"]),
        path: textOf(row["path"]),
        posterUrl: posterOf(row["images"]),
        tagIds: Array.isArray(row["tags"]) ? row["tags"].filter((tag) => idOf(tag) !== null) : [],
        hasFile: shape.hasFile(row),
        ...shape.release(row),
      },
    ];
  });
}

/** @returns `null` when it is no list of tags. */
export function parseTags(answer: unknown): readonly WireTag[] | null {
  if (!Array.isArray(answer)) return null;
  return objectsOf(answer).flatMap((row) => {
    const id = idOf(row["id"]);
    const label = textOf(row["label"]);
    return id === null || label === null ? [] : [{ id, label }];
  });
}

/** @returns `null` when it is no plain list of history rows. Rows without id or date are left out. */
export function parseHistory(shape: ArrShape, answer: unknown): readonly WireHistoryRow[] | null {
  if (!Array.isArray(answer)) return null;
  return objectsOf(answer).flatMap((row) => {
    const id = idOf(row["id"]);
    const at = instantOf(row["date"]);
    if (id === null || at === null) return [];
    const data = objectOf(row["data"]);
    return [
      {
        id,
        at,
        eventType: textOf(row["eventType"]),
        titleId: idOf(row[shape.titleIdField]),
        episode: parseEpisode(row["episode"]),
        episodeHasFile: flagOf(objectOf(row["episode"])?.["hasFile"]),
        sourceTitle: textOf(row["sourceTitle"]),
        quality: qualityOf(row["quality"]),
        downloadId: textOf(row["downloadId"]),
        protocol: textOf(data?.["protocol"]),
        indexer: textOf(data?.["indexer"]),
        message: textOf(data?.["message"]),
      },
    ];
  });
}

/** @returns `null` when it is no list of episodes. */
export function parseEpisodes(answer: unknown): readonly WireEpisode[] | null {
  if (!Array.isArray(answer)) return null;
  return objectsOf(answer).flatMap((row) => parseEpisode(row) ?? []);
}

/** `/system/status`, as far as we use it; `appName` is missing in early releases. */
export function parseStatus(answer: unknown): { appName: string | null; version: string } | null {
  const status = objectOf(answer);
  const version = textOf(status?.["version"]);
  return version === null ? null : { appName: textOf(status?.["appName"]), version };
}

function parseQueueRow(shape: ArrShape, row: JsonObject): WireQueueRow[] {
  const id = wholeOf(row["id"]);
  if (id === null) return [];
  const downloadId = textOf(row["downloadId"]);
  return [
    {
      id,
      titleId: idOf(row[shape.titleIdField]),
      episode: parseEpisode(row["episode"]),
      title: textOf(row["title"]),
      quality: qualityOf(row["quality"]),
      indexer: textOf(row["indexer"]),
      status: textOf(row["status"]),
      trackedDownloadState: textOf(row["trackedDownloadState"]),
      trackedDownloadStatus: textOf(row["trackedDownloadStatus"]),
      statusMessages: objectsOf(row["statusMessages"]).map((message) => ({
        title: textOf(message["title"]),
        messages: textsOf(message["messages"]),
      })),
      errorMessage: textOf(row["errorMessage"]),
      outputPath: textOf(row["outputPath"]),
      added: textOf(row["added"]),
      due: downloadId === null ? textOf(row["estimatedCompletionTime"]) : null,
      downloadId,
      protocol: textOf(row["protocol"]),
      episodeHasFile: flagOf(row["episodeHasFile"]),
    },
  ];
}

function parseEpisode(value: unknown): WireEpisode | null {
  const episode = objectOf(value);
  const id = idOf(episode?.["id"]);
  const seasonNumber = wholeOf(episode?.["seasonNumber"]);
  const episodeNumber = wholeOf(episode?.["episodeNumber"]);
  if (id === null || seasonNumber === null || episodeNumber === null) return null;
  return { id, seasonNumber, episodeNumber, title: textOf(episode?.["title"]) };
}

function qualityOf(value: unknown): string | null {
  return textOf(objectOf(objectOf(value)?.["quality"])?.["name"]);
}

/** What is longer is no address of a picture; nor could it be asked for. */
const LONGEST_POSTER_URL = 2048;

/**
 * The first poster that has an address: a cover put there by hand, or not yet looked up, has none, and others may follow
 * it. Only `remoteUrl`: the `url` beside it leads to the *arr itself, behind its sign-in.
 */
function posterOf(images: unknown): string | null {
  const addresses = objectsOf(images)
    .filter((image) => image["coverType"] === "poster")
    .map((image) => textOf(image["remoteUrl"]));
  return addresses.find((address) => address !== null && isWebAddress(address)) ?? null;
}

function isWebAddress(address: string): boolean {
  return address.length <= LONGEST_POSTER_URL && /^https?:\/\//i.test(address);
}
