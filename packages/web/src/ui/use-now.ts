import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One timer for everything on the page that shows an age, and none while nothing does. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const waiting of listeners) waiting();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // Nobody was listening, so nobody kept it current.
  if (timer === undefined) now = Date.now();
  return now;
}

/** This browser's clock in ms, a second exact; renders the caller every second, so keep the caller small. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

const MINUTE_MS = 60_000;

/** The same, a minute exact: renders the caller once a minute. */
export function useNowMinute(): number {
  return useSyncExternalStore(subscribe, readMinute);
}

function readMinute(): number {
  return Math.floor(read() / MINUTE_MS) * MINUTE_MS;
}
