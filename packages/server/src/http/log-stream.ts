import { randomUUID } from "node:crypto";

import type { LogLine, LogLines } from "../log-lines.ts";
import { Frame } from "./frame.ts";
import { encodeEvent, HEARTBEAT, type SseSink } from "./sse.ts";

/** Somebody who follows a log. */
interface Reader {
  readonly sink: SseSink;
  /** The last line they were sent. */
  seq: number;
  /** They have not taken what they were sent; more is written when they have. */
  isWaiting: boolean;
}

const OPEN = new Frame(": open\n\n");
const HEARTBEAT_MS = 25_000;

/**
 * Streams a log to whoever follows it: the lines that are kept, then each new one. A reader who cannot keep up is written
 * nothing until they have caught up, and then what is still kept: never a queue of their own.
 */
export class LogStream {
  readonly #lines: LogLines;
  readonly #readers = new Set<Reader>();
  /** Event ids of an earlier process never fit. */
  readonly #epoch = randomUUID();
  #stop: (() => void) | null = null;
  #isStopped = false;

  constructor(lines: LogLines) {
    this.#lines = lines;
  }

  /** Until `stop()`. */
  start(): void {
    const unfollow = this.#lines.follow(() => {
      for (const reader of this.#readers) this.#feed(reader);
    });
    const heartbeat = setInterval(() => {
      for (const { sink } of this.#readers) if (!sink.isBehind) sink.write(HEARTBEAT);
    }, HEARTBEAT_MS);
    heartbeat.unref();
    this.#stop = () => {
      unfollow();
      clearInterval(heartbeat);
    };
  }

  /** Ends every stream politely, also one that is still to come. */
  stop(): void {
    this.#isStopped = true;
    this.#stop?.();
    for (const { sink } of this.#readers) sink.end();
  }

  /** How many streams are open. */
  get readerCount(): number {
    return this.#readers.size;
  }

  /** Streams to a sink until it closes or the returned function is called; from where it left off, if that is known. */
  open(sink: SseSink, lastEventId: string | null): () => void {
    const reader: Reader = { sink, seq: this.#seqOf(lastEventId), isWaiting: false };
    this.#readers.add(reader);
    // Something at once, so that a log without lines is seen to be open.
    sink.write(OPEN);
    this.#feed(reader);
    const close = (): void => {
      if (this.#readers.delete(reader)) sink.end();
    };
    sink.onClose(close);
    if (this.#isStopped) close();
    return close;
  }

  #feed(reader: Reader): void {
    if (reader.isWaiting) return;
    if (reader.sink.isBehind) {
      reader.isWaiting = true;
      reader.sink.onCaughtUp(() => {
        reader.isWaiting = false;
        if (this.#readers.has(reader)) this.#feed(reader);
      });
      return;
    }
    const lines = this.#lines.after(reader.seq);
    const [first] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return;
    const lost = first.seq - reader.seq - 1;
    reader.seq = last.seq;
    const gap = lost === 0 ? "" : encodeEvent({ event: "skipped", data: JSON.stringify({ lost }) });
    reader.sink.write(new Frame(gap + lines.map((line) => this.#event(line)).join("")));
  }

  #event({ seq, text }: LogLine): string {
    return encodeEvent({ id: `${this.#epoch}-${seq}`, data: text });
  }

  /** Where a reader left off; for one we do not know, before the oldest line there is. */
  #seqOf(lastEventId: string | null): number {
    const prefix = `${this.#epoch}-`;
    const text = lastEventId?.startsWith(prefix) === true ? lastEventId.slice(prefix.length) : "";
    return /^\d{1,15}$/u.test(text) ? Number(text) : (this.#lines.after(0)[0]?.seq ?? 1) - 1;
  }
}
