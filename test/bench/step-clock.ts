import type { Clock } from "../../packages/server/src/engine/clock.ts";
import { cpuNow } from "./stats.ts";

/** Waits up to this are over at once; longer ones (the next poll, deadlines) never are. */
const SHORT_WAIT_MS = 50;

/** Time that moves by steps, so that nothing is polled by itself. */
export class StepClock implements Clock {
  #now = Date.now();
  #shortWaitAskedAt = 0;

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0;
  }

  step(ms: number): void {
    this.#now += ms;
  }

  after(ms: number, call: () => void): () => void {
    if (ms > SHORT_WAIT_MS) return () => {};
    this.#shortWaitAskedAt = cpuNow();
    const soon = setImmediate(call);
    return () => {
      clearImmediate(soon);
    };
  }

  /** When a short wait was last asked for, by `cpuNow()`. */
  get shortWaitAskedAt(): number {
    return this.#shortWaitAskedAt;
  }
}
