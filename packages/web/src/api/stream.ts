import type { DashboardPatch, DashboardPayload, DashboardTable } from "@sofarr/contract";

import { retryDelayMs } from "./backoff.ts";
import { payloadOf } from "./dashboard-table.ts";
import type { WatchPage } from "./page-signals.ts";
import type { Refusal } from "./refusal.ts";

/** A cut shorter than this is not worth a word: the browser is usually back within it. */
export const LOST_AFTER_MS = 4_000;
/** Three missed heartbeats. They cannot be seen from here, but some event comes within this time. */
export const SILENCE_LIMIT_MS = 90_000;
/** A page nobody looks at lets the server poll slowly again. */
export const PARK_AFTER_MS = 5 * 60_000;
/** Timers sleep with the laptop, clocks do not: looking often notices a night within seconds. */
const WATCH_EVERY_MS = 5_000;

/**
 * How the connection is, as a person should read it. `since` is when it was cut, ms of `now`; `because` is why: it simply
 * is not there, or the server refuses it for now, since too many pages are open or too much was asked from here.
 */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "lost"; readonly since: number; readonly because: "cut" | "pages" | "calls" }
  | { readonly kind: "signed-out" };

/** The part of EventSource that is used. */
export interface EventSourceLike {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface LiveStreamOptions {
  readonly open: () => EventSourceLike;
  /** Asked when the server refuses the stream. */
  readonly askRefusal: () => Promise<Refusal>;
  readonly onFrame: (payload: DashboardPayload) => void;
  readonly onPatch: (patch: DashboardPatch) => void;
  readonly onConnection: (connection: Connection) => void;
  readonly watchPage: WatchPage;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
}

export interface LiveStream {
  /** Tries again now, e.g. because a person asked. */
  retry(): void;
  close(): void;
}

/** `EventSource.CLOSED`, spelled out because the constant lives on a browser class. */
const CLOSED = 2;

type Timer = ReturnType<typeof setTimeout>;

/**
 * Keeps one event stream alive: a table and then patches in order, resumed by event id where the browser can
 * (it reconnects by itself and names the last id), opened afresh where it cannot. It says "lost" only after
 * some seconds, lets go while the page is hidden for long, and notices a connection that died in its sleep. Where the
 * server has no room it says so at once, and comes back when it was told to, while somebody looks.
 */
export function openLiveStream(options: LiveStreamOptions): LiveStream {
  let source: EventSourceLike | null = null;
  let hasBegun = false; // A patch makes sense only after the table of the same stream.
  let failures = 0;
  let lastHeardAt = options.now();
  let isHidden = false;
  let outageSince = 0;
  let held = false; // Told of a refusal, which may turn out to be a cut meanwhile.
  let retryTimer: Timer | undefined;
  let lostTimer: Timer | undefined;
  let parkTimer: Timer | undefined;
  let ended = false;

  function connect(): void {
    if (ended) return;
    drop();
    beginOutage();
    hasBegun = false;
    lastHeardAt = options.now();
    const opened = options.open();
    source = opened;
    const current =
      (handle: (event: MessageEvent<string>) => void) =>
      (event: MessageEvent<string>): void => {
        if (source === opened) handle(event);
      };
    opened.addEventListener("open", current(endOutage));
    opened.addEventListener("table", current(receiveTable));
    opened.addEventListener("patch", current(receivePatch));
    opened.addEventListener(
      "error",
      current(() => void handleError(opened)),
    );
  }

  function drop(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = null;
  }

  function receiveTable(event: MessageEvent<string>): void {
    const payload = readPayload(event.data);
    if (payload === null) return restart();
    hasBegun = true;
    failures = 0;
    endOutage();
    options.onFrame(payload);
  }

  function receivePatch(event: MessageEvent<string>): void {
    const patch = hasBegun ? (parse(event.data) as DashboardPatch | null) : null;
    if (patch === null) return restart();
    endOutage();
    options.onPatch(patch);
  }

  /** The browser tries again by itself, unless it says CLOSED: then the server refused, perhaps the session. */
  async function handleError(failed: EventSourceLike): Promise<void> {
    beginOutage();
    if (failed.readyState !== CLOSED) {
      if (held) tellLost("cut");
      return;
    }
    drop();
    const refusal = await options.askRefusal();
    if (ended || source !== null) return;
    if (refusal.kind === "signed-out") {
      close();
      options.onConnection({ kind: "signed-out" });
    } else if (refusal.kind === "too-many") {
      wait(refusal);
    } else {
      restart();
    }
  }

  /** Trying sooner, or for nobody, would only add to what there is too much of. */
  function wait({ what, retryAfterMs }: Extract<Refusal, { kind: "too-many" }>): void {
    tellLost(what);
    // Not all pages in the same instant.
    const waitMs = Math.round(retryAfterMs * (1 + options.random() / 4));
    retryTimer = setTimeout(() => {
      if (!isHidden) connect();
    }, waitMs);
  }

  function restart(): void {
    drop();
    beginOutage();
    if (held) tellLost("cut");
    retryTimer = setTimeout(connect, retryDelayMs(failures, options.random()));
    failures += 1;
  }

  function beginOutage(): void {
    if (lostTimer !== undefined) return;
    outageSince = options.now();
    lostTimer = setTimeout(() => tellLost("cut"), LOST_AFTER_MS);
  }

  function tellLost(because: "cut" | "pages" | "calls"): void {
    clearTimeout(lostTimer);
    held = because !== "cut";
    options.onConnection({ kind: "lost", since: outageSince, because });
  }

  function endOutage(): void {
    lastHeardAt = options.now();
    if (lostTimer === undefined) return;
    forgetOutage();
    options.onConnection({ kind: "live" });
  }

  function forgetOutage(): void {
    clearTimeout(lostTimer);
    lostTimer = undefined;
    held = false;
  }

  function park(): void {
    drop();
    forgetOutage();
  }

  const isSilent = (): boolean => options.now() - lastHeardAt > SILENCE_LIMIT_MS;
  const isOut = (): boolean => lostTimer !== undefined;

  const stopWatching = options.watchPage((signal) => {
    if (signal !== "online") {
      clearTimeout(parkTimer);
      isHidden = signal === "hidden";
    }
    if (signal === "hidden") {
      parkTimer = setTimeout(park, PARK_AFTER_MS);
      return;
    }
    if (isOut() || isSilent() || (signal === "visible" && source === null)) connect();
  });
  const watch = setInterval(() => {
    if (source !== null && isSilent()) connect();
  }, WATCH_EVERY_MS);

  function close(): void {
    ended = true;
    drop();
    clearTimeout(lostTimer);
    clearTimeout(parkTimer);
    clearInterval(watch);
    stopWatching();
  }

  options.onConnection({ kind: "connecting" });
  connect();
  return { retry: connect, close };
}

/** The JSON in an event's data, `null` when it is none. */
function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** The payload an event tells as a table, `null` when it tells none. */
function readPayload(data: string): DashboardPayload | null {
  try {
    return payloadOf(JSON.parse(data) as DashboardTable);
  } catch {
    return null;
  }
}
