import { hasPassed } from "../../domain/has-passed.ts";
import { UpstreamError } from "../errors.ts";
import type { UpstreamDeps } from "../upstream.ts";

export interface KeptOptions<T> {
  /** What it is, for the log. */
  readonly name: string;
  /** What there is before the first answer; `null` = nothing can be said yet. */
  readonly initial: T | null;
  readonly maxAgeMs: number;
  /**
   * Given, an answer that costs the *arr little is read anew sooner: reading may take a two-hundredth of the time, but
   * happens no more often than this.
   */
  readonly minAgeMs?: number;
  /** Reads it anew. The signal ends it at `close()`. */
  readonly load: (signal: AbortSignal, earlier: T | null) => Promise<T>;
}

/** After a failure the earlier value serves this much longer, so that a struggling *arr is left in peace. */
const RETRY_AFTER_MS = 60_000;
/** Missing ids, or news, are no reason to read again more often than this. */
const SHORTEST_GAP_MS = 15_000;
const AGE_PER_DURATION = 200;

/**
 * A slow answer that is kept between polls and read anew alongside them: when it is old, or when something is
 * missing from it. A failed refresh keeps the earlier value and is logged once. Its promises never reject.
 */
export class Kept<T> {
  readonly #options: KeptOptions<T>;
  readonly #deps: UpstreamDeps;
  readonly #stop = new AbortController();
  #value: T | null;
  #startedAt = Number.NEGATIVE_INFINITY;
  #durationMs = 0;
  #failure: Error | null = null;
  #running: Promise<void> | null = null;
  #askedFor: ReadonlySet<number> = new Set();
  #isDoubted = false;
  #loads = 0;
  #fromLoad = 0;

  constructor(options: KeptOptions<T>, deps: UpstreamDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#value = options.initial;
  }

  get value(): T | null {
    return this.#value;
  }

  /** Why the newest attempt failed; `null` when it did not. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** How often it was read, with or without success. */
  get loads(): number {
    return this.#loads;
  }

  /** Which of these reads gave the value; 0 before the first that did. */
  get fromLoad(): number {
    return this.#fromLoad;
  }

  /** Whether there was news about it that it does not know yet. */
  get isDoubted(): boolean {
    return this.#isDoubted;
  }

  /** There is news about it: the next `refreshWhenOld` does not wait until the value is old. */
  markOld(): void {
    this.#isDoubted = true;
  }

  /** Starts a refresh when the value is old or not there; resolves when no refresh is running any more. */
  refreshWhenOld(): Promise<void> {
    const isDue = this.#value === null || this.#isOlderThan(this.#lifetimeMs());
    return isDue ? this.#refresh() : (this.#running ?? Promise.resolve());
  }

  /**
   * Starts a refresh because these ids are not in the value. An id that stays missing is a reason only once; after
   * that it waits for the ordinary refresh. When none is missing, there is nothing to wait for.
   */
  refreshFor(missing: ReadonlySet<number>): Promise<void> {
    if (missing.size === 0) {
      this.#askedFor = missing;
      return Promise.resolve();
    }
    if (this.#running !== null) return this.#running;
    const isNews = [...missing].some((id) => !this.#askedFor.has(id));
    if (!isNews || !this.#isOlderThan(SHORTEST_GAP_MS)) return Promise.resolve();
    this.#askedFor = missing;
    return this.#refresh();
  }

  /** Ends a running refresh and waits for it. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("closed"));
    await this.#running;
  }

  #isOlderThan(ms: number): boolean {
    return hasPassed(ms, this.#startedAt, this.#deps.now());
  }

  #lifetimeMs(): number {
    if (this.#failure !== null) return RETRY_AFTER_MS;
    if (this.#isDoubted) return SHORTEST_GAP_MS;
    const { maxAgeMs, minAgeMs = maxAgeMs } = this.#options;
    return Math.min(maxAgeMs, Math.max(minAgeMs, AGE_PER_DURATION * this.#durationMs));
  }

  #refresh(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    this.#running ??= this.#load().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #load(): Promise<void> {
    const { load, name } = this.#options;
    this.#startedAt = this.#deps.now();
    this.#loads += 1;
    this.#isDoubted = false;
    try {
      this.#value = await load(this.#stop.signal, this.#value);
      this.#fromLoad = this.#loads;
      this.#durationMs = this.#deps.now() - this.#startedAt;
      if (this.#failure !== null) this.#deps.log.info({ part: name }, `the ${name} is read again`);
      this.#failure = null;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const failure = error instanceof Error ? error : new Error("unknown", { cause: error });
      if (this.#failure === null && this.#value !== null) {
        const reason = failure instanceof UpstreamError ? failure.reason : "unknown";
        this.#deps.log.warn({ part: name, reason }, `the ${name} could not be read anew`);
      }
      this.#failure = failure;
    }
  }
}

/** Waits for work that never rejects: until it is done, `ms` have passed, or the caller gives up (then it throws). */
export function settleWithin(work: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason as Error);
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    const timer = ms === Number.POSITIVE_INFINITY ? null : setTimeout(resolve, ms);
    void work.finally(() => {
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      resolve();
    });
  });
}
