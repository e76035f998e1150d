import type { CacheUse } from "../../cache-use.ts";
import type {
  ArrReading,
  Grab,
  Import,
  LibraryTitle,
  QueueRecord,
} from "../../domain/arr-reading.ts";
import { hasPassed } from "../../domain/has-passed.ts";
import type { Instance } from "../instance.ts";
import { NormalizedList } from "../normalized-list.ts";
import type { Arr, Probe, UpstreamDeps } from "../upstream.ts";
import type { ArrControl } from "../arr-control.ts";
import { createArrHttp, type ArrHttp } from "./arr-http.ts";
import type { ArrShape } from "./arr-shape.ts";
import { createArrControl } from "./control.ts";
import { Departures } from "./departures.ts";
import { arrBadPayload } from "./failures.ts";
import { addRows, askFrom, EMPTY_LOG, type HistoryLog } from "./history-log.ts";
import { Kept, settleWithin } from "./kept.ts";
import { createLibraryBuilder, type Library } from "./library.ts";
import { toGrab, toImport, toQueueRecord } from "./normalize.ts";
import { probeArr } from "./probe.ts";
import { createQueueReader, type QueueReader } from "./queue.ts";
import { EVENT_NUMBERS } from "./history-events.ts";
import {
  parseHistory,
  parseTags,
  parseTitles,
  type WireHistoryRow,
  type WireQueueRow,
  type WireTag,
  type WireTitle,
} from "./wire.ts";

const LIBRARY_MAX_AGE_MS = 5 * 60_000;
/** Tags decide whose a download is: a small library is asked for them every minute. */
const LIBRARY_MIN_AGE_MS = 60_000;
const TAGS_MAX_AGE_MS = 60_000;
const GRABS_MAX_AGE_MS = 30_000;
/** An import matters once its queue record is gone, and then it is asked for at once. */
const IMPORTS_MAX_AGE_MS = 5 * 60_000;
/** Libraries and a month of history of a large household; measured in tens of megabytes. */
const LARGE_BYTES = 128 * 1024 * 1024;
const LARGE_DEADLINE_MS = 60_000;
/** How long a poll waits for what its queue turned out to need; then it goes on without. */
const PATIENCE_MS = 2_000;
/** After so long without a read the next one may be as far away: it waits for what it finds old. */
const LONG_SILENCE_MS = 60_000;

/** Reads one Sonarr or Radarr: the queue on each call, the slow rest kept and read anew alongside. */
export class ArrClient implements Arr {
  /** What it can be made to do, over the same connections. */
  readonly control: ArrControl;
  readonly #shape: ArrShape;
  readonly #instance: Instance;
  readonly #now: () => number;
  readonly #http: ArrHttp;
  readonly #readQueue: QueueReader;
  readonly #titles: Kept<readonly WireTitle[]>;
  readonly #tags: Kept<readonly WireTag[]>;
  readonly #grabs: Kept<HistoryLog<Grab>>;
  readonly #imports: Kept<HistoryLog<Import>>;
  readonly #buildLibrary: (titles: readonly WireTitle[], tags: readonly WireTag[]) => Library;
  readonly #queue: NormalizedList<WireQueueRow, QueueRecord>;
  /** What the queue was normalised with. */
  #titlesOfQueue: Library["titles"] = new Map();
  readonly #departures = new Departures();
  #reading: ArrReading | null = null;
  #reads = 0;
  #readAt = 0;
  /** Reads whose queue could not be had, and how many of them there were when each history was last heard. */
  #failedReads = 0;
  readonly #failedReadsWhenHeard = { grabbed: 0, imported: 0 };

  constructor(shape: ArrShape, instance: Instance, deps: UpstreamDeps) {
    this.#shape = shape;
    this.#instance = instance;
    this.#now = deps.now;
    this.#http = createArrHttp(shape, instance);
    this.control = createArrControl(shape, instance.id, this.#http);
    this.#readQueue = createQueueReader(shape, instance.id, this.#http);
    this.#buildLibrary = createLibraryBuilder(shape);
    this.#queue = new NormalizedList({
      idOf: ({ id }) => id,
      normalize: (row) => toQueueRecord(shape, row, this.#titlesOfQueue),
    });
    this.#titles = new Kept<readonly WireTitle[]>(
      {
        name: "library",
        initial: null,
        maxAgeMs: LIBRARY_MAX_AGE_MS,
        minAgeMs: LIBRARY_MIN_AGE_MS,
        load: (signal) => this.#loadTitles(signal),
      },
      deps,
    );
    this.#tags = new Kept<readonly WireTag[]>(
      {
        name: "tag list",
        initial: null,
        maxAgeMs: TAGS_MAX_AGE_MS,
        load: (signal) => this.#loadTags(signal),
      },
      deps,
    );
    this.#grabs = new Kept<HistoryLog<Grab>>(
      {
        name: "grab history",
        initial: EMPTY_LOG,
        maxAgeMs: GRABS_MAX_AGE_MS,
        load: (signal, earlier) => this.#loadHistory("grabbed", toGrab, earlier, signal),
      },
      deps,
    );
    this.#imports = new Kept<HistoryLog<Import>>(
      {
        name: "import history",
        initial: EMPTY_LOG,
        maxAgeMs: IMPORTS_MAX_AGE_MS,
        load: (signal, earlier) => this.#loadHistory("imported", toImport, earlier, signal),
      },
      deps,
    );
  }

  async read(signal: AbortSignal): Promise<ArrReading> {
    this.#reads += 1;
    // The queue first: when the *arr is down or refuses the key, one question is enough to know.
    const rows = await this.#readQueue(signal).catch((error: unknown) => {
      this.#failedReads += 1;
      throw error;
    });
    const isSomethingGone = this.#isSomethingGone(rows);
    if (isSomethingGone) this.#imports.markOld();
    const patienceMs = this.#patienceMs();
    const library = everyOf([this.#titles.refreshWhenOld(), this.#tags.refreshWhenOld()]);
    const grabs = this.#grabs.refreshWhenOld();
    await settleWithin(library, patienceMs, signal);
    const imports = this.#imports.refreshWhenOld();
    const shortPatienceMs = Math.min(patienceMs, PATIENCE_MS);
    await settleWithin(grabs, shortPatienceMs, signal);
    // What left the queue and what became of it are told in one breath.
    await settleWithin(imports, isSomethingGone ? PATIENCE_MS : shortPatienceMs, signal);
    this.#readAt = this.#now();
    const { titles } = await this.#libraryFor(rows, signal);
    const queue = this.#normalizeQueue(rows, titles);
    await this.#askForDeparted(queue, signal);
    return this.#update(queue, titles);
  }

  markOld(): void {
    for (const kept of this.#everythingKept()) kept.markOld();
  }

  libraryUse(): CacheUse {
    const { loads, value } = this.#titles;
    return { entries: value?.length ?? 0, misses: loads, hits: Math.max(0, this.#reads - loads) };
  }

  async probe(signal: AbortSignal): Promise<Probe> {
    return await probeArr(this.#shape, this.#instance.id, this.#http, signal);
  }

  async close(): Promise<void> {
    await Promise.all(this.#everythingKept().map((kept) => kept.close()));
    await this.#http.close();
  }

  /** How long a read waits for a library that is being read anew; an ordinary poll leaves that to the next one. */
  #patienceMs(): number {
    if (this.#reading === null) return Number.POSITIVE_INFINITY;
    const isDoubted = this.#titles.isDoubted || this.#tags.isDoubted;
    const isLongAgo = hasPassed(LONG_SILENCE_MS, this.#readAt, this.#now());
    return isDoubted || isLongAgo ? PATIENCE_MS : 0;
  }

  /** The library as it is, or, when the queue or the titles name something that is not in it, as it is a moment later. */
  async #libraryFor(rows: readonly WireQueueRow[], signal: AbortSignal): Promise<Library> {
    const { titles } = this.#library();
    const missing = new Set<number>();
    for (const { titleId } of rows) {
      if (titleId !== null && !titles.has(titleId)) missing.add(titleId);
    }
    await settleWithin(this.#titles.refreshFor(missing), PATIENCE_MS, signal);
    const { missingTagIds } = this.#library();
    await settleWithin(this.#tags.refreshFor(missingTagIds), PATIENCE_MS, signal);
    return this.#library();
  }

  #normalizeQueue(
    rows: readonly WireQueueRow[],
    titles: Library["titles"],
  ): readonly QueueRecord[] {
    if (titles !== this.#titlesOfQueue) {
      this.#titlesOfQueue = titles;
      this.#queue.refreshAll();
    }
    this.#queue.replace(rows);
    return this.#queue.all;
  }

  /** Where rows went whose grab history has not told of yet, it is asked, and waited for a moment. */
  async #askForDeparted(queue: readonly QueueRecord[], signal: AbortSignal): Promise<void> {
    const departures = this.#departures;
    const settle = (): void => departures.settle(queue, this.#grabsHeard(), this.#grabs.fromLoad);
    departures.note(this.#reading?.queue ?? [], queue, this.#grabs.loads, this.#now());
    settle();
    await settleWithin(this.#grabs.refreshFor(departures.rowIds), PATIENCE_MS, signal);
    settle();
  }

  #grabsHeard(): readonly Grab[] {
    return (this.#grabs.value ?? EMPTY_LOG).events;
  }

  #library(): Library {
    const { value: titles, failure: titlesFailure } = this.#titles;
    const { value: tags, failure: tagsFailure } = this.#tags;
    if (titles !== null && tags !== null) return this.#buildLibrary(titles, tags);
    throw titlesFailure ?? tagsFailure ?? new Error("closed");
  }

  #update(queue: readonly QueueRecord[], titles: ReadonlyMap<number, LibraryTitle>): ArrReading {
    const earlier = this.#reading;
    const next: ArrReading = {
      instanceId: this.#instance.id,
      kind: this.#shape.kind,
      queue,
      titles,
      grabs: this.#departures.joinedTo(this.#grabsHeard()),
      imports: (this.#imports.value ?? EMPTY_LOG).events,
    };
    if (
      earlier !== null &&
      earlier.queue === next.queue &&
      earlier.titles === next.titles &&
      earlier.grabs === next.grabs &&
      earlier.imports === next.imports
    ) {
      return earlier;
    }
    this.#reading = next;
    return next;
  }

  async #loadTitles(signal: AbortSignal): Promise<readonly WireTitle[]> {
    const { libraryPath, libraryQuery } = this.#shape;
    const answer = await this.#getLarge(libraryPath, libraryQuery, signal);
    return parseTitles(this.#shape, answer) ?? this.#fail("library");
  }

  async #loadTags(signal: AbortSignal): Promise<readonly WireTag[]> {
    return parseTags(await this.#http.getJson({ path: "/tag", signal })) ?? this.#fail("tag list");
  }

  async #loadHistory<Event extends { readonly at: number }>(
    event: "grabbed" | "imported",
    toEvent: (row: WireHistoryRow) => Event,
    earlier: HistoryLog<Event> | null,
    signal: AbortSignal,
  ): Promise<HistoryLog<Event>> {
    const log = earlier ?? EMPTY_LOG;
    const now = this.#now();
    // Rows that went without a grab may have one that is dated by a clock that was wrong: then all of it is asked for.
    const isWhole = event === "grabbed" && this.#departures.rowIds.size > 0;
    const failedReads = this.#failedReads;
    const isAfterTrouble = failedReads > this.#failedReadsWhenHeard[event];
    const from = askFrom(isWhole ? EMPTY_LOG : log, now, isAfterTrouble);
    const date = new Date(from).toISOString();
    const query = { date, eventType: EVENT_NUMBERS[event], ...this.#shape.historyQuery };
    const answer = await this.#getLarge("/history/since", query, signal);
    const rows = parseHistory(this.#shape, answer) ?? this.#fail("history");
    this.#failedReadsWhenHeard[event] = failedReads;
    return addRows(log, rows, toEvent, now);
  }

  /** Whether a row that was in the queue is not any more. */
  #isSomethingGone(rows: readonly WireQueueRow[]): boolean {
    const ids = new Set(rows.map(({ id }) => id));
    return this.#reading?.queue.some(({ id }) => !ids.has(id)) ?? false;
  }

  #everythingKept(): readonly Pick<Kept<unknown>, "markOld" | "close">[] {
    return [this.#titles, this.#tags, this.#grabs, this.#imports];
  }

  #getLarge(path: string, query: ArrShape["libraryQuery"], signal: AbortSignal): Promise<unknown> {
    const limits = { maxBytes: LARGE_BYTES, deadlineMs: LARGE_DEADLINE_MS };
    return this.#http.getJson({ path, query, signal, ...limits });
  }

  #fail(what: string): never {
    throw arrBadPayload(this.#instance.id, this.#shape, what);
  }
}

async function everyOf(work: readonly Promise<void>[]): Promise<void> {
  await Promise.all(work);
}
