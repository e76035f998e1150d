import { retryDelayMs } from "../../api/backoff.ts";
import type { Refusal } from "../../api/refusal.ts";
import type { EventSourceLike } from "../../api/stream.ts";
import { parseLogLine, type LogLine } from "./log-line.ts";

/**
 * How the log is being read. `refused` is final: the server does not want this browser to read it. With `no-room` it does
 * not want so many pages, or so many calls, at a time.
 */
export type LogConnection = "connecting" | "live" | "lost" | "no-room" | "refused";

export interface LogStreamOptions {
  readonly open: () => EventSourceLike;
  /** Asked when the server refuses the stream. */
  readonly askRefusal: () => Promise<Refusal>;
  /** Lines that arrived within one flush, oldest first. */
  readonly onLines: (lines: readonly LogLine[]) => void;
  /** What was read so far comes once more, as far as it is kept. */
  readonly onAnew: () => void;
  readonly onConnection: (connection: LogConnection) => void;
  /** 0 to 1. */
  readonly random: () => number;
}

/** A busy log is shown in steps of this length, so that a thousand lines are one rendering and not a thousand. */
export const FLUSH_EVERY_MS = 200;
/** `EventSource.CLOSED`, spelled out because the constant lives on a browser class. */
const CLOSED = 2;

let lastId = 0;

/**
 * Follows a log until the returned function is called. The browser mends a cut line by itself and names the last line it has
 * seen; after a refusal that may pass the log is read anew, when the server says so or else ever more slowly.
 */
export function openLogStream(options: LogStreamOptions): () => void {
  const { onLines, onAnew, onConnection } = options;
  let waiting: LogLine[] = [];
  let flushTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended = false;
  let source = connect();

  function connect(): EventSourceLike {
    const opened = options.open();
    opened.addEventListener("open", () => {
      failures = 0;
      onConnection("live");
    });
    opened.addEventListener("message", (event) => {
      lastId += 1;
      waiting.push(parseLogLine(lastId, event.data));
      flushTimer ??= setTimeout(flush, FLUSH_EVERY_MS);
    });
    opened.addEventListener("error", () => {
      if (opened.readyState === CLOSED) void handleRefusal();
      else onConnection("lost");
    });
    return opened;
  }

  function flush(): void {
    flushTimer = undefined;
    const lines = waiting;
    waiting = [];
    onLines(lines);
  }

  async function handleRefusal(): Promise<void> {
    const refusal = await options.askRefusal();
    if (ended) return;
    if (refusal.kind === "forbidden" || refusal.kind === "signed-out") {
      onConnection("refused");
    } else if (refusal.kind === "too-many") {
      onConnection("no-room");
      retryTimer = setTimeout(readAnew, refusal.retryAfterMs);
    } else {
      onConnection("lost");
      retryTimer = setTimeout(readAnew, retryDelayMs(failures, options.random()));
      failures += 1;
    }
  }

  function readAnew(): void {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    waiting = [];
    onAnew();
    source = connect();
  }

  onConnection("connecting");
  return () => {
    ended = true;
    clearTimeout(flushTimer);
    clearTimeout(retryTimer);
    source.close();
  };
}
