import type { EventSourceLike } from "../../api/stream.ts";
import { parseLogLine, type LogLine } from "./log-line.ts";

/** How the log is being read. `refused` is final: the server does not want this browser to read it. */
export type LogConnection = "connecting" | "live" | "lost" | "refused";

export interface LogStreamOptions {
  readonly open: () => EventSourceLike;
  /** Lines that arrived within one flush, oldest first. */
  readonly onLines: (lines: readonly LogLine[]) => void;
  readonly onConnection: (connection: LogConnection) => void;
}

/** A busy log is shown in steps of this length, so that a thousand lines are one rendering and not a thousand. */
export const FLUSH_EVERY_MS = 200;
/** `EventSource.CLOSED`, spelled out because the constant lives on a browser class. */
const CLOSED = 2;

let lastId = 0;

/**
 * Follows a log until the returned function is called. The browser reconnects by itself and names the last line it has
 * seen; only a refusal ends it.
 */
export function openLogStream({ open, onLines, onConnection }: LogStreamOptions): () => void {
  let waiting: LogLine[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const source = open();

  function flush(): void {
    timer = undefined;
    const lines = waiting;
    waiting = [];
    onLines(lines);
  }

  source.addEventListener("open", () => onConnection("live"));
  source.addEventListener("message", (event) => {
    lastId += 1;
    waiting.push(parseLogLine(lastId, event.data));
    timer ??= setTimeout(flush, FLUSH_EVERY_MS);
  });
  source.addEventListener("error", () => {
    onConnection(source.readyState === CLOSED ? "refused" : "lost");
  });
  onConnection("connecting");
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
