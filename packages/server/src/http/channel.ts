import type {
  AwaitedTitle,
  DashboardPatch,
  DashboardPayload,
  DashboardTable,
  NormalizedDownload,
  SourceState,
} from "@sofarr/contract";

import { hasPassed } from "../domain/has-passed.ts";
import type { SourceFacts } from "../engine/source.ts";
import { Frame } from "./frame.ts";
import { presentSource } from "./present/source.ts";
import { encodeEvent, type SseSink } from "./sse.ts";
import { dashboardTable } from "./table/dashboard-table.ts";
import { AGES_GOOD_FOR_MS, areToldTooOld } from "./told-ages.ts";

/** What a stream is sent: a whole payload each time, or steps that begin with one, or with a table. */
export type StreamForm = "payloads" | "steps" | "steps-from-table";

/** One open stream of an audience. */
interface Reader {
  readonly sink: SseSink;
  readonly form: StreamForm;
  /** The last step they were told; `null` before anything. */
  seq: number | null;
  /** They have not taken what they were sent; they are brought up to date when they have. */
  isWaiting: boolean;
}

/** Downloads as they are shown, by key. */
export type Shown = ReadonlyMap<string, NormalizedDownload>;

/** What changed from one view to the next, by key. */
export interface Step {
  readonly set: Shown;
  readonly del: readonly string[];
}

/** Everything about a payload but what is shown and the sources, which the channel keeps itself. */
export type PayloadFrame = Omit<
  DashboardPayload,
  "downloads" | "awaited" | "sources" | "serverTime"
>;

/** A frame, and when it was made: the ages in it are of then. */
interface Made {
  readonly frame: Frame;
  readonly madeAt: number;
}

/** A table, and what came since. */
interface Start extends Made {
  /** The step it was made after. */
  readonly seq: number;
  /** How many changes came since, at most. */
  changes: number;
}

/** What is gone is remembered for those who come back; whoever was away for more gets everything anew. */
const REMEMBERED_DELETIONS = 1_000;
/** A table is used until so many of the downloads changed: a step tells more words of each than a fresh one would. */
const CHANGED_SINCE_START = 0.01;
/**
 * Ages of sources are sent to those who are sent steps when a page, which counts them on, tells too much of one
 * (see told-ages.ts), and at the latest after this time: so that a lamp can tell the age of the data.
 */
const SOURCES_EVERY_MS = 5_000;

/**
 * One audience's view, kept once and encoded once for all its readers: full frames for those who want whole payloads,
 * steps for those who asked for deltas. For each download the step that brought it is remembered, so that whoever missed
 * some, slow or away, is brought up to date by one step of their own. The downloads themselves are not: as they are shown
 * they are the largest form there is, and can be made again from what is kept anyway.
 */
export class Channel {
  readonly #frame: () => PayloadFrame;
  readonly #now: () => number;
  /** Event ids of another channel (an earlier process, an audience forgotten meanwhile) never fit this one. */
  readonly #epoch: string;
  readonly #readers = new Set<Reader>();
  readonly #present: (keys: Iterable<string>) => Shown;
  /** By key, the step that brought each download. */
  readonly #shown = new Map<string, number>();
  readonly #deleted: { readonly key: string; readonly seq: number }[] = [];
  /** Deletions up to this step are forgotten. */
  #forgotten = 0;
  #seq = 0;
  #awaited: readonly AwaitedTitle[];
  /** The step that brought `#awaited`. */
  #awaitedSeq = 0;
  readonly #clients: ReadonlySet<string>;
  #sources: readonly SourceFacts[];
  /** Those that everyone was told at last, and when that was. */
  #told: readonly SourceFacts[];
  #sourcesSentAt: number;
  #fullFrame: Made | null = null;
  #start: Start | null = null;
  #emptySince: number;

  constructor(options: {
    readonly epoch: string;
    readonly frame: () => PayloadFrame;
    /** The keys of what is shown at first, in order. */
    readonly keys: Iterable<string>;
    /** Makes what is shown of these, as of the last step, in the same order. */
    readonly present: (keys: Iterable<string>) => Shown;
    readonly awaited: readonly AwaitedTitle[];
    readonly sources: readonly SourceFacts[];
    readonly now: () => number;
  }) {
    this.#epoch = options.epoch;
    this.#frame = options.frame;
    for (const key of options.keys) this.#shown.set(key, 0);
    this.#present = options.present;
    this.#awaited = options.awaited;
    this.#clients = new Set(options.frame().downloadClients.map(({ id }) => id));
    this.#sources = options.sources;
    this.#told = options.sources;
    this.#now = options.now;
    this.#sourcesSentAt = options.now();
    this.#emptySince = options.now();
  }

  get readerCount(): number {
    return this.#readers.size;
  }

  /** Since when nobody reads, or `null` while somebody does. */
  get emptySince(): number | null {
    return this.#readers.size === 0 ? this.#emptySince : null;
  }

  /** The whole payload as it is now. */
  payload(): DashboardPayload {
    return {
      ...this.#frame(),
      downloads: [...this.#present(this.#shown.keys()).values()],
      awaited: [...this.#awaited],
      sources: this.#presentedSources(),
      serverTime: new Date(this.#now()).toISOString(),
    };
  }

  /**
   * Adds a reader and brings it up to date: with what it missed when its last event id is one of ours, else with
   * everything. The returned function removes it.
   */
  join(sink: SseSink, form: StreamForm, lastEventId: string | null): () => void {
    const seq = form === "payloads" ? null : this.#seqOf(lastEventId);
    const reader: Reader = { sink, form, seq, isWaiting: false };
    this.#readers.add(reader);
    if (reader.seq === this.#seq) sink.write(RESUMED);
    else this.#bringUpToDate(reader);
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#emptySince = this.#now();
    };
  }

  /**
   * Takes the step to the next view and tells everyone; nothing is written when nothing changed.
   *
   * @param awaited  what is awaited now, `null` = what it was.
   */
  update(
    step: Step | null,
    sources: readonly SourceFacts[],
    awaited: readonly AwaitedTitle[] | null = null,
  ): void {
    const haveSourcesChanged = !saySame(this.#sources, sources);
    const areAgesDue =
      hasPassed(SOURCES_EVERY_MS, this.#sourcesSentAt, this.#now()) ||
      areToldTooOld(this.#told, sources, this.#clients);
    this.#sources = sources;
    this.#fullFrame = null;
    const hasNews = step !== null || haveSourcesChanged || awaited !== null;
    if (!hasNews && !areAgesDue) return;

    this.#seq += 1;
    this.#take(step ?? NO_STEP);
    if (awaited !== null) {
      this.#awaited = awaited;
      this.#awaitedSeq = this.#seq;
    }
    const areSourcesTold = haveSourcesChanged || areAgesDue;
    if (areSourcesTold) {
      this.#told = sources;
      this.#sourcesSentAt = this.#now();
    }
    let patch: Frame | null = null;
    for (const reader of this.#readers) {
      if (reader.form !== "payloads") {
        this.#send(reader, this.#seq, () => {
          return (patch ??= this.#patch(step ?? NO_STEP, awaited !== null, areSourcesTold));
        });
      } else if (hasNews) this.#send(reader, this.#seq, () => this.#full());
    }
  }

  /** Writes something that is not part of the view, such as a heartbeat, to those who keep up. */
  broadcast(frame: Frame): void {
    for (const { sink } of this.#readers) if (!sink.isBehind) sink.write(frame);
  }

  #take({ set, del }: Step): void {
    for (const key of del) {
      this.#shown.delete(key);
      this.#deleted.push({ key, seq: this.#seq });
    }
    for (const key of set.keys()) this.#shown.set(key, this.#seq);
    const surplus = this.#deleted.length - REMEMBERED_DELETIONS;
    if (surplus > 0) this.#forgotten = this.#deleted.splice(0, surplus).at(-1)?.seq ?? 0;
    if (this.#start === null) return;
    this.#start.changes += set.size + del.length;
    const isOld = this.#start.changes > this.#shown.size * CHANGED_SINCE_START;
    if (isOld || this.#start.seq < this.#forgotten) this.#start = null;
  }

  /** @param seq the step the frame brings a reader to. */
  #send(reader: Reader, seq: number, frame: () => Frame): void {
    if (reader.isWaiting) return;
    if (reader.sink.isBehind) {
      reader.isWaiting = true;
      reader.sink.onCaughtUp(() => {
        reader.isWaiting = false;
        if (this.#readers.has(reader)) this.#bringUpToDate(reader);
      });
      return;
    }
    reader.sink.write(frame());
    reader.seq = seq;
  }

  #bringUpToDate(reader: Reader): void {
    if (reader.seq === this.#seq) return;
    const isFresh = reader.seq === null || reader.seq < this.#forgotten;
    if (reader.form === "payloads" || (reader.form === "steps" && isFresh)) {
      this.#send(reader, this.#seq, () => this.#full());
      return;
    }
    if (isFresh) {
      const { seq, frame } = (this.#start = this.#stillGood(this.#start) ?? this.#startNow());
      this.#send(reader, seq, () => frame);
    }
    const { seq } = reader;
    if (seq === null || seq === this.#seq) return;
    this.#send(reader, this.#seq, () =>
      this.#patch(this.#stepSince(seq), seq < this.#awaitedSeq, true),
    );
  }

  #startNow(): Start {
    const frame = this.#event("table", dashboardTable(this.payload()));
    return { frame, madeAt: this.#now(), seq: this.#seq, changes: 0 };
  }

  /** What changed after a step that is not forgotten, in one step. */
  #stepSince(seq: number): Step {
    const missed = [...this.#shown].filter(([, broughtBy]) => broughtBy > seq);
    const set = this.#present(missed.map(([key]) => key));
    const gone = this.#deleted.filter((one) => one.seq > seq && !this.#shown.has(one.key));
    return { set, del: [...new Set(gone.map(({ key }) => key))] };
  }

  #patch({ set, del }: Step, withAwaited: boolean, withSources: boolean): Frame {
    const patch: DashboardPatch = {
      set: Object.fromEntries(set),
      del: [...del],
      ...(withAwaited ? { awaited: [...this.#awaited] } : {}),
      ...(withSources ? { sources: this.#presentedSources() } : {}),
      serverTime: new Date(this.#now()).toISOString(),
    };
    return this.#event("patch", patch);
  }

  #full(): Frame {
    this.#fullFrame = this.#stillGood(this.#fullFrame) ?? {
      frame: this.#event(null, this.payload()),
      madeAt: this.#now(),
    };
    return this.#fullFrame.frame;
  }

  /** What was made already, unless the ages in it are no longer true. */
  #stillGood<T extends Made>(made: T | null): T | null {
    return made !== null && hasPassed(AGES_GOOD_FOR_MS, made.madeAt, this.#now()) ? null : made;
  }

  /** As old as they are at this moment. */
  #presentedSources(): SourceState[] {
    const now = this.#now();
    return this.#sources.map((source) => presentSource(source, now));
  }

  #event(event: string | null, data: DashboardPatch | DashboardPayload | DashboardTable): Frame {
    const id = `${this.#epoch}-${this.#seq}`;
    const text = JSON.stringify(data);
    return new Frame(encodeEvent({ id, ...(event === null ? {} : { event }), data: text }));
  }

  /** The step an event id names, or `null` when it is not one of ours. */
  #seqOf(lastEventId: string | null): number | null {
    const prefix = `${this.#epoch}-`;
    const text = lastEventId?.startsWith(prefix) === true ? lastEventId.slice(prefix.length) : "";
    const seq = /^\d{1,15}$/u.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
    return seq > this.#seq ? null : seq;
  }
}

const NO_STEP: Step = { set: new Map(), del: [] };
const RESUMED = new Frame(": resumed\n\n");

/** Whether two lists of sources say the same, ages aside. */
function saySame(a: readonly SourceFacts[], b: readonly SourceFacts[]): boolean {
  return (
    a.length === b.length &&
    a.every((source, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        source.id === other.id &&
        source.freshness === other.freshness &&
        source.trouble?.reason === other.trouble?.reason
      );
    })
  );
}
