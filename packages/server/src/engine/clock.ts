/** Time and chance as the engine sees them, so that tests can hold both. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** 0 up to but not including 1. */
  random(): number;
  /** Calls once after at least `ms`; the returned function takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** The real thing. Its timers never keep the process alive by themselves. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
