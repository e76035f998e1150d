import type { Protocol } from "./download.ts";

export type ArrKind = "sonarr" | "radarr";

/** All that one *arr instance says at one moment. Ids inside are that instance's own and mean nothing elsewhere. */
export interface ArrReading {
  readonly instanceId: string;
  readonly kind: ArrKind;
  readonly queue: readonly QueueRecord[];
  /** Series or movies by id. */
  readonly titles: ReadonlyMap<number, LibraryTitle>;
  /** Recent `grabbed` history, newest first: what the *arr asked for, also after the queue record is gone. */
  readonly grabs: readonly Grab[];
  /** Recent import history, newest first: what has become of a download whose queue record is gone. */
  readonly imports: readonly Import[];
}

/** A series or a movie in the library of an *arr. */
export interface LibraryTitle {
  readonly id: number;
  readonly title: string;
  readonly year: number | null;
  readonly tmdbId: number | null;
  readonly tvdbId: number | null;
  /** Path of its page below the *arr's web address, e.g. `/series/some-show`. */
  readonly pagePath: string;
  /** Where it lives in the library; admins only. */
  readonly path: string | null;
  /** Third-party poster address, or `null`. Never sent to a browser as it is. */
  readonly posterUrl: string | null;
  /** Lower-cased labels of its tags, resolved with this instance's own tag list. */
  readonly tagLabels: readonly string[];
  /** Whether there is something to watch already (movie file, or any episode file). */
  readonly hasFile: boolean;
  /** Whether it can be had at all: `false` while the *arr itself waits for it to come out. */
  readonly isOut: boolean;
  /** When it comes out, while `isOut` is false; `null` unknown. */
  readonly comesOutAt: number | null;
}

/** One row of an *arr's queue. A season pack has one row per episode, all with the same `downloadId`. */
export interface QueueRecord {
  readonly id: number;
  /** Key from `joinKey`, or several when the protocol is not known; empty for rows not yet sent to a client. */
  readonly joinKeys: readonly string[];
  readonly protocol: Protocol | null;
  readonly releaseTitle: string;
  /** Series id or movie id; `null` when the *arr does not recognise the release. */
  readonly titleId: number | null;
  readonly episode: Episode | null;
  readonly quality: string | null;
  readonly indexer: string | null;
  /** The *arr's own word, e.g. `delay`, `warning`; `null` when it sends none. */
  readonly status: string | null;
  /** `downloading`, `importPending`, `importBlocked`, ... or `null` for pending rows. */
  readonly trackedState: string | null;
  /** `ok`, `warning`, `error`, or `null`. */
  readonly trackedStatus: string | null;
  /** Why it is stuck, each in one string. */
  readonly statusMessages: readonly string[];
  readonly errorMessage: string | null;
  readonly outputPath: string | null;
  readonly addedAt: number | null;
  /** Of a row that is in no client yet: when it is taken at the earliest. */
  readonly dueAt: number | null;
  /** Present, but replaced by this download when it is imported. `null` = the *arr does not say. */
  readonly isUpgrade: boolean | null;
}

export interface Episode {
  readonly id: number;
  readonly seasonNumber: number;
  readonly episodeNumber: number;
  readonly title: string | null;
}

/** One `grabbed` row of history. */
export interface Grab {
  readonly joinKeys: readonly string[];
  readonly releaseTitle: string;
  readonly titleId: number | null;
  readonly episode: Episode | null;
  readonly quality: string | null;
  readonly indexer: string | null;
  /** When it was grabbed. */
  readonly at: number;
}

/** One row of history that says that files of a download are in the library. */
export interface Import {
  readonly joinKeys: readonly string[];
  readonly titleId: number | null;
  /** When they were imported. */
  readonly at: number;
}
