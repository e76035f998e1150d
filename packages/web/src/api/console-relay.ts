import type { ClientLog, ClientLogBatch } from "@sofarr/contract";

/** What the console says at once is sent at once, but not line by line. */
export const SEND_EVERY_MS = 5_000;
/** A page in a loop of errors is told once; the rest of what it says is counted. */
const MOST_LINES_PER_BATCH = 50;
const MOST_LINES_PER_PAGE = 500;
const MOST_CHARACTERS = 1_000;
/** After this many sends that failed in a row nothing more is tried: the page has other worries. */
const MOST_FAILURES = 3;

/** The part of the console that is used. */
export interface ConsoleLike {
  warn: (...values: unknown[]) => void;
  error: (...values: unknown[]) => void;
}

export interface ConsoleRelayOptions {
  readonly console: ConsoleLike;
  /** Errors nobody caught: calls back with each until the returned function is called. */
  readonly watchErrors: (onError: (error: unknown) => void) => () => void;
  readonly send: (logs: ClientLogBatch) => Promise<void>;
  /** ms */
  readonly now: () => number;
}

/**
 * Hands in what this page's console says as warnings and errors, in batches, until the returned function is called. The
 * console itself works as before. Nothing is added to what was said; of objects only their kind is told, for they may
 * hold what a person watches. One that says the same again and again is handed in once per batch.
 */
export function startConsoleRelay(options: ConsoleRelayOptions): () => void {
  const { console, send, now } = options;
  const original = { warn: console.warn, error: console.error };
  let waiting: ClientLog[] = [];
  let left = MOST_LINES_PER_PAGE;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(level: ClientLog["level"], values: readonly unknown[]): void {
    if (left === 0 || failures === MOST_FAILURES || waiting.length === MOST_LINES_PER_BATCH) return;
    const message = values.map(textOf).join(" ").slice(0, MOST_CHARACTERS);
    if (waiting.some((line) => line.level === level && line.message === message)) return;
    left -= 1;
    waiting.push({ timestamp: new Date(now()).toISOString(), level, message });
    timer ??= setTimeout(() => void flush(), SEND_EVERY_MS);
  }

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    timer = undefined;
    try {
      await send(batch);
      failures = 0;
    } catch {
      failures += 1; // What could not be sent is gone: a log is not worth a queue.
    }
  }

  console.warn = (...values) => {
    original.warn(...values);
    take("warn", values);
  };
  console.error = (...values) => {
    original.error(...values);
    take("error", values);
  };
  const unwatch = options.watchErrors((error) => take("error", [error]));
  return () => {
    clearTimeout(timer);
    unwatch();
    console.warn = original.warn;
    console.error = original.error;
  };
}

function textOf(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "object" && value !== null)
    return `[${value.constructor?.name ?? "Object"}]`;
  if (typeof value === "function") return "[Function]";
  return String(value);
}
