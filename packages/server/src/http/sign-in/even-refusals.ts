import type { Clock } from "../../engine/clock.ts";

/** Until somebody has signed in: about what checking a password takes a small machine. */
const FIRST_GUESS_MS = 250;
const REMEMBERED_SUCCESSES = 20;
/** A media server that once was very slow is no reason to let people wait. */
const LONGEST_MS = 3_000;

/**
 * Holds refusals back until they take as long as the slowest sign-in of late that succeeded. A media server checks the
 * password of a name it knows, which takes time, and refuses one it does not know at once: without this whoever measures
 * learns which names there are.
 */
export class EvenRefusals {
  readonly #clock: Clock;
  #successes: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async hold<T>(attempt: () => Promise<T>, hasFailed: (outcome: T) => boolean): Promise<T> {
    const startedAt = this.#clock.now();
    const outcome = await attempt();
    const took = Math.max(0, this.#clock.now() - startedAt);
    if (hasFailed(outcome)) await this.#wait(this.#evenMs() - took);
    else this.#successes = [...this.#successes.slice(1 - REMEMBERED_SUCCESSES), took];
    return outcome;
  }

  #evenMs(): number {
    if (this.#successes.length === 0) return FIRST_GUESS_MS;
    return Math.min(LONGEST_MS, Math.max(...this.#successes));
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => void this.#clock.after(ms, resolve));
  }
}
