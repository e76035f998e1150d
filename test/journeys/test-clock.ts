import type { Clock } from "../../packages/server/src/engine/clock.ts";

interface Timer {
  at: number;
  readonly call: () => void;
  handle: NodeJS.Timeout | null;
}

/** The server's clock in a test: it runs as many times faster than the real one as told, and can be put forward. */
export class TestClock implements Clock {
  readonly #beganAt = Date.now();
  readonly #speed: number;
  readonly #timers = new Set<Timer>();
  #forwardMs = 0;

  /** @param speed whole number; 1 is real time. Never affects the deadline of a single outbound call. */
  constructor(speed = 1) {
    this.#speed = speed;
  }

  now(): number {
    return this.#beganAt + (Date.now() - this.#beganAt) * this.#speed + this.#forwardMs;
  }

  random(): number {
    return Math.random();
  }

  after(ms: number, call: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, call, handle: null };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => {
      this.#drop(timer);
    };
  }

  /** Puts it forward; what falls due by that is called soon after. */
  advance(ms: number): void {
    this.#forwardMs += ms;
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** Somebody sets the machine's time: what waits goes on waiting as long as it would have. */
  put(byMs: number): void {
    this.#forwardMs += byMs;
    for (const timer of this.#timers) timer.at += byMs;
  }

  #arm(timer: Timer): void {
    if (timer.handle !== null) clearTimeout(timer.handle);
    const realMs = Math.max(0, timer.at - this.now()) / this.#speed;
    timer.handle = setTimeout(() => {
      this.#drop(timer);
      timer.call();
    }, realMs);
    timer.handle.unref();
  }

  #drop(timer: Timer): void {
    this.#timers.delete(timer);
    if (timer.handle !== null) clearTimeout(timer.handle);
  }
}
