import type {
  DashboardPatch,
  DashboardPayload,
  NormalizedDownload,
  SourceState,
} from "@sofarr/contract";

import { diffViews } from "../domain/diff.ts";
import { hasPassed } from "../domain/has-passed.ts";
import { encodeEvent, type SseSink } from "./sse.ts";

/** One open stream of an audience. */
interface Reader {
  readonly sink: SseSink;
  readonly isDelta: boolean;
  /** A frame was left out because the reader was behind: it gets the newest state once it has caught up. */
  hasMissed: boolean;
}

/** A step that was sent, kept for readers that come back. */
interface KeptStep {
  readonly seq: number;
  readonly frame: string;
}

/** Everything about a payload but the downloads and the sources, which the channel keeps itself. */
export type PayloadFrame = Omit<DashboardPayload, "downloads" | "sources" | "serverTime">;

const KEPT_STEPS = 120;
/** Ages of sources are sent this often to those who are sent steps, so that a lamp can tell the age of the data. */
const SOURCES_EVERY_MS = 5_000;

/**
 * One audience's view, kept once and encoded once for all its readers: full frames for those who want whole payloads,
 * steps for those who asked for deltas.
 */
export class Channel {
  readonly #frame: () => PayloadFrame;
  readonly #now: () => number;
  /** Event ids of another channel (an earlier process, an audience forgotten meanwhile) never fit this one. */
  readonly #epoch: string;
  readonly #readers = new Set<Reader>();
  readonly #kept: KeptStep[] = [];
  #seq = 0;
  #view: ReadonlyMap<string, NormalizedDownload>;
  #sources: readonly SourceState[];
  #sourcesSentAt: number;
  #fullFrame: string | null = null;
  #emptySince: number;

  constructor(options: {
    readonly epoch: string;
    readonly frame: () => PayloadFrame;
    readonly view: ReadonlyMap<string, NormalizedDownload>;
    readonly sources: readonly SourceState[];
    readonly now: () => number;
  }) {
    this.#epoch = options.epoch;
    this.#frame = options.frame;
    this.#view = options.view;
    this.#sources = options.sources;
    this.#now = options.now;
    this.#sourcesSentAt = options.now();
    this.#emptySince = options.now();
  }

  get view(): ReadonlyMap<string, NormalizedDownload> {
    return this.#view;
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
      downloads: [...this.#view.values()],
      sources: [...this.#sources],
      serverTime: new Date(this.#now()).toISOString(),
    };
  }

  /**
   * Adds a reader and brings it up to date: with the steps it missed when its last event id is one of ours, else
   * with a full frame. The returned function removes it.
   */
  join(sink: SseSink, isDelta: boolean, lastEventId: string | null): () => void {
    const reader: Reader = { sink, isDelta, hasMissed: false };
    this.#readers.add(reader);
    const missed = isDelta ? this.#stepsAfter(lastEventId) : null;
    if (missed === null) sink.write(this.#full());
    else sink.write(`: resumed\n\n${missed.map(({ frame }) => frame).join("")}`);
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#emptySince = this.#now();
    };
  }

  /** Takes the next view and tells everyone what changed; nothing is written when nothing did. */
  update(view: ReadonlyMap<string, NormalizedDownload>, sources: readonly SourceState[]): void {
    const step = diffViews(this.#view, view);
    const haveSourcesChanged = !saySame(this.#sources, sources);
    const areAgesDue = hasPassed(SOURCES_EVERY_MS, this.#sourcesSentAt, this.#now());
    this.#view = view;
    this.#sources = sources;
    this.#fullFrame = null;
    const hasNews = step !== null || haveSourcesChanged;
    if (!hasNews && !areAgesDue) return;

    const patch: DashboardPatch = {
      set: Object.fromEntries(step?.set ?? []),
      del: [...(step?.del ?? [])],
      ...(haveSourcesChanged || areAgesDue ? { sources: [...sources] } : {}),
      serverTime: new Date(this.#now()).toISOString(),
    };
    if (patch.sources !== undefined) this.#sourcesSentAt = this.#now();
    this.#seq += 1;
    const frame = encodeEvent({ id: this.#id(), event: "patch", data: JSON.stringify(patch) });
    this.#kept.push({ seq: this.#seq, frame });
    if (this.#kept.length > KEPT_STEPS) this.#kept.shift();
    for (const reader of this.#readers) {
      if (reader.isDelta) this.#send(reader, () => frame);
      else if (hasNews) this.#send(reader, () => this.#full());
    }
  }

  /** Writes something that is not part of the view, such as a heartbeat, to those who keep up. */
  broadcast(text: string): void {
    for (const { sink } of this.#readers) if (!sink.isBehind) sink.write(text);
  }

  #send(reader: Reader, frame: () => string): void {
    if (reader.hasMissed) return;
    if (!reader.sink.isBehind) {
      reader.sink.write(frame());
      return;
    }
    reader.hasMissed = true;
    reader.sink.onCaughtUp(() => {
      reader.hasMissed = false;
      if (this.#readers.has(reader)) reader.sink.write(this.#full());
    });
  }

  #full(): string {
    this.#fullFrame ??= encodeEvent({ id: this.#id(), data: JSON.stringify(this.payload()) });
    return this.#fullFrame;
  }

  #id(): string {
    return `${this.#epoch}-${this.#seq}`;
  }

  /** The steps after an event id, or `null` when it is not ours or too long ago. */
  #stepsAfter(lastEventId: string | null): readonly KeptStep[] | null {
    if (lastEventId === null || !lastEventId.startsWith(`${this.#epoch}-`)) return null;
    const text = lastEventId.slice(this.#epoch.length + 1);
    const seq = /^\d{1,15}$/u.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
    if (seq > this.#seq) return null;
    const missed = this.#kept.filter((step) => step.seq > seq);
    return missed.length === this.#seq - seq ? missed : null;
  }
}

/** Whether two lists of sources say the same, ages aside. */
function saySame(a: readonly SourceState[], b: readonly SourceState[]): boolean {
  return (
    a.length === b.length &&
    a.every((source, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        source.id === other.id &&
        source.state === other.state &&
        source.reason === other.reason
      );
    })
  );
}
