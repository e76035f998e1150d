import type { HistoryEvent, HistoryRecord } from "../domain/history.ts";
import type { SearchCommand } from "../domain/replacement-search.ts";

/** What an admin (or the owner of a stuck download) can make an *arr do, beside reading it. A port of its own. */
export interface ArrControl {
  /**
   * What was grabbed, imported or failed since then (milliseconds since the epoch), newest first.
   *
   * @throws UpstreamError
   */
  history(
    since: number,
    events: readonly HistoryEvent[],
    signal: AbortSignal,
  ): Promise<readonly HistoryRecord[]>;
  /**
   * Removes the whole download behind a queue row. Rows of one pack go together, so a row that is gone already
   * counts as removed.
   *
   * @returns whether the row was still there.
   * @throws UpstreamError
   */
  removeFromQueue(queueId: number, removal: QueueRemoval, signal: AbortSignal): Promise<boolean>;
  /**
   * Every episode of a season that the *arr knows of, aired or not; none for a Radarr.
   *
   * @throws UpstreamError
   */
  episodeIdsOfSeason(
    seriesId: number,
    seasonNumber: number,
    signal: AbortSignal,
  ): Promise<readonly number[]>;
  /** Starts a search; an equal one that is running is joined. @throws UpstreamError */
  search(command: SearchCommand, signal: AbortSignal): Promise<void>;
  /** Makes the *arr look at its download clients now instead of within the next 90 s. @throws UpstreamError */
  refreshMonitoredDownloads(signal: AbortSignal): Promise<void>;
  /**
   * Hands a call on to the *arr's own API.
   *
   * @returns its answer with every status that is about the call itself (2xx, 400, 404, 409, 422).
   * @throws UpstreamError when it is about sofarr or the *arr: 401, 403, redirects, 5xx, no JSON.
   */
  passThrough(call: PassThroughCall, signal: AbortSignal): Promise<PassThroughAnswer>;
  readonly notifications: ArrNotifications;
}

export interface QueueRemoval {
  /** Never take this release again. Does nothing where the *arr has no grab in its history. */
  readonly blocklist: boolean;
  /** Do not search by itself after blocklisting; without it a search of ours would be the second one. */
  readonly skipRedownload: boolean;
  /** Deletes it in the download client, with its data. */
  readonly removeFromClient: boolean;
}

export interface PassThroughCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v3`, e.g. `/queue`; segments made of input must be encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Sent as JSON; `undefined` = no body. */
  readonly body?: unknown;
}

/** An answer as it came. It may hold secrets and paths: whoever shows it masks them. */
export interface PassThroughAnswer {
  readonly status: number;
  /** Parsed; `null` for an empty body. */
  readonly body: unknown;
}

/** The connections ("notifications") of an *arr. Answers are the *arr's own. */
export interface ArrNotifications {
  list(signal: AbortSignal): Promise<PassThroughAnswer>;
  get(id: number, signal: AbortSignal): Promise<PassThroughAnswer>;
  /** What each kind of connection can be set to. */
  schema(signal: AbortSignal): Promise<PassThroughAnswer>;
  /** The *arr calls the connection's address before it saves; a refusal there is a 400 here. */
  create(notification: object, signal: AbortSignal): Promise<PassThroughAnswer>;
  /** Replaces all of it: fields that are not sent go back to their defaults. */
  update(id: number, notification: object, signal: AbortSignal): Promise<PassThroughAnswer>;
  remove(id: number, signal: AbortSignal): Promise<PassThroughAnswer>;
  /** Calls the connection's address with a test event, without saving. */
  test(notification: object, signal: AbortSignal): Promise<PassThroughAnswer>;
}
