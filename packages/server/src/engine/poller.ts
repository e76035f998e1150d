import { hasPassed, leftOf } from "../domain/has-passed.ts";
import { UpstreamError, type UpstreamFailure } from "../upstreams/errors.ts";
import { backOffMs, isRefusal, type BackOffFacts } from "./back-off.ts";
import type { Clock } from "./clock.ts";

/** What a poller last heard, and how far it can be believed. Immutable. */
export interface Reading<T> {
  /** The last good data, however old; `null` before the first. */
  readonly data: T | null;
  readonly lastSuccessAt: number | null;
  /** How long the last good read took. */
  readonly durationMs: number | null;
  /** The trouble since the last success, or `null` when the last read was good. */
  readonly trouble: Trouble | null;
  readonly reads: number;
  /** How many of them failed. */
  readonly failedReads: number;
}

/** Why the newest read failed. Its words are safe to show to anyone signed in; `advice` is for admins. */
export interface Trouble {
  readonly reason: UpstreamFailure | "unknown";
  readonly message: string;
  readonly advice: string | null;
  readonly since: number;
  readonly failures: number;
}

/** The few lines a poller logs: once when an upstream goes, once when it returns. */
export interface PollerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface PollerOptions<T> {
  readonly instanceId: string;
  /** Reads once. The signal ends it at the deadline or when the poller stops. */
  readonly read: (signal: AbortSignal) => Promise<T>;
  /** Milliseconds from one read to the next; `null` = only when asked. Called before each wait. */
  readonly cadenceMs: () => number | null;
  /**
   * Asked when a read falls due by the clock and all is well: for how many milliseconds it can still be left out
   * because the upstream says itself when something changes; 0 = read now. Without it nothing is left out.
   */
  readonly leaveOutForMs?: (lastSuccessAt: number) => number;
  readonly deadlineMs: number;
  readonly isLogin: boolean;
  readonly clock: Clock;
  readonly log: PollerLog;
  readonly onReading: (reading: Reading<T>) => void;
}

const ON_DEMAND_CADENCE_MS = 5_000;
/** How soon after trouble news is a reason to try again, where the pace is slower. */
const NEWS_WAIT_MS = 5_000;

/**
 * One conversation with one upstream instance: never two reads at once, last good data kept, back-off with jitter
 * after failures, and nudges that bring the next read forward.
 */
export class Poller<T> {
  readonly #options: PollerOptions<T>;
  #reading: Reading<T> = {
    data: null,
    lastSuccessAt: null,
    durationMs: null,
    trouble: null,
    reads: 0,
    failedReads: 0,
  };
  #inFlight: Promise<void> | null = null;
  #isNudged = false;
  /** The newest read when it failed, with the chance that spreads its repetition; `null` when it did not. */
  #failed: (BackOffFacts & { readonly at: number; readonly random: number }) | null = null;
  /** The last read that was left out, and in how long there must be one; `null` when none was since the last read. */
  #leftOut: { readonly at: number; readonly restMs: number } | null = null;
  #cancelTimer: (() => void) | null = null;
  #stop = new AbortController();

  constructor(options: PollerOptions<T>) {
    this.#options = options;
  }

  get reading(): Reading<T> {
    return this.#reading;
  }

  /** Reads at once and goes on until `stop()`. */
  start(): void {
    this.nudge();
  }

  /**
   * Something may have changed: read now, or right after the read in flight (it may have looked too early).
   * A back-off after refused credentials is kept to. After other trouble a nudge brings the next try forward, but however
   * many come, an upstream in trouble is never tried at a faster pace than one that is well.
   */
  nudge(): void {
    this.#isNudged = true;
    if (this.#inFlight === null) this.#schedule();
  }

  /** Reads now, or joins the read in flight; resolves when it is over, however it ended. */
  refresh(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    return this.#inFlight === null && this.#isShutOut() ? Promise.resolve() : this.#readOrJoin();
  }

  #readOrJoin(): Promise<void> {
    this.#inFlight ??= this.#read().finally(() => {
      this.#inFlight = null;
      this.#schedule();
    });
    return this.#inFlight;
  }

  /** Reads unless the last good data is younger than this, or the last read failed and it is too early to try again. */
  async refreshIfOlder(ms: number): Promise<void> {
    const { lastSuccessAt } = this.#reading;
    if (this.#backOffLeftMs() > 0) return;
    if (lastSuccessAt === null || hasPassed(ms, lastSuccessAt, this.#options.clock.now()))
      await this.refresh();
  }

  /**
   * Somebody looks at just this: reads unless the newest read, good or not, was over less than `ms` ago. So whoever
   * looks again is soon told that it went away, and that it is back. A back-off after refused credentials is kept to.
   */
  async lookAgain(ms: number): Promise<void> {
    const readAt = this.#failed?.at ?? this.#reading.lastSuccessAt;
    if (readAt === null || hasPassed(ms, readAt, this.#options.clock.now())) await this.refresh();
  }

  /** The cadence changed (somebody came to look): bring the next read forward if it is later than it would be now. */
  reschedule(): void {
    if (this.#inFlight === null && this.#reading.reads > 0) this.#schedule();
  }

  /** Somebody comes to look: reads once if, by reads left out, the data is older than its pace allows. */
  catchUp(): void {
    const cadence = this.#options.cadenceMs();
    if (this.#leftOut !== null && cadence !== null) void this.refreshIfOlder(cadence);
  }

  /** Ends the read in flight and waits for it. */
  async stop(): Promise<void> {
    this.#cancelTimer?.();
    this.#stop.abort(new Error("stopped"));
    await this.#inFlight;
  }

  async #read(): Promise<void> {
    const { clock, deadlineMs, read } = this.#options;
    this.#cancelTimer?.();
    this.#isNudged = false;
    this.#leftOut = null;
    const startedAt = clock.now();
    const deadline = new AbortController();
    const cancelDeadline = clock.after(deadlineMs, () => {
      deadline.abort(new Error("deadline"));
    });
    try {
      const data = await read(AbortSignal.any([this.#stop.signal, deadline.signal]));
      if (!this.#stop.signal.aborted) this.#succeed(data, startedAt);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#fail(error, startedAt, deadline.signal.aborted);
    } finally {
      cancelDeadline();
    }
  }

  #succeed(data: T, startedAt: number): void {
    const { clock, instanceId, log } = this.#options;
    const { trouble, reads, failedReads } = this.#reading;
    if (trouble !== null) {
      log.info({ instanceId, failures: trouble.failures }, "upstream is back");
    }
    this.#failed = null;
    const now = clock.now();
    this.#publish({
      data,
      lastSuccessAt: now,
      durationMs: Math.max(0, now - startedAt),
      trouble: null,
      reads: reads + 1,
      failedReads,
    });
  }

  #fail(error: unknown, startedAt: number, isLate: boolean): void {
    const { clock, instanceId, log, isLogin } = this.#options;
    const before = this.#reading;
    const failures = (before.trouble?.failures ?? 0) + 1;
    const known = error instanceof UpstreamError ? error : null;
    const reason = known?.reason ?? (isLate ? "timeout" : "unknown");
    const message = known?.message ?? (isLate ? "did not answer in time" : "could not be read");
    if (before.trouble?.reason !== reason) {
      log.warn(
        {
          instanceId,
          reason,
          advice: known?.advice ?? null,
          ...(known === null && !isLate ? { err: error } : {}),
        },
        `upstream ${message}`,
      );
    }
    const now = clock.now();
    this.#failed = {
      reason,
      refusals: (this.#failed?.refusals ?? 0) + (isRefusal(reason) ? 1 : 0),
      tookMs: Math.max(0, now - startedAt),
      isLogin,
      everWorked: before.lastSuccessAt !== null,
      at: now,
      random: clock.random(),
    };
    this.#publish({
      ...before,
      trouble: {
        reason,
        message,
        advice: known?.advice ?? null,
        since: before.trouble?.since ?? now,
        failures,
      },
      reads: before.reads + 1,
      failedReads: before.failedReads + 1,
    });
  }

  #publish(reading: Reading<T>): void {
    this.#reading = reading;
    this.#options.onReading(reading);
  }

  #schedule(): void {
    if (this.#stop.signal.aborted) return;
    const { clock, cadenceMs } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const isNews = this.#isNudged && !this.#isShutOut();
    const cadence = cadenceMs();
    // Nobody polls on demand sources by clock, not even to see whether they are back.
    if (!isNews && cadence === null) return;
    const waitMs = isNews ? this.#newsWaitMs() : this.#waitMs(cadence ?? ON_DEMAND_CADENCE_MS);
    if (isNews && waitMs === 0) {
      void this.#readOrJoin();
      return;
    }
    // Whatever a back-off asks for is in the wait; a timer may be a millisecond early, and is not asked twice.
    this.#cancelTimer = clock.after(waitMs, () => {
      this.#fallDue();
    });
  }

  /** From now to the next read by the clock. */
  #waitMs(cadenceMs: number): number {
    if (this.#failed !== null) return this.#backOffLeftMs();
    const now = this.#options.clock.now();
    const { at = this.#reading.lastSuccessAt ?? now, restMs = Number.POSITIVE_INFINITY } =
      this.#leftOut ?? {};
    return leftOf(Math.min(cadenceMs, restMs), at, now);
  }

  /** From now to the read that news asks for. */
  #newsWaitMs(): number {
    if (this.#failed === null) return 0;
    const { clock, cadenceMs } = this.#options;
    const paceMs = Math.min(cadenceMs() ?? ON_DEMAND_CADENCE_MS, NEWS_WAIT_MS);
    return Math.min(leftOf(paceMs, this.#failed.at, clock.now()), this.#backOffLeftMs());
  }

  /** What is left of the back-off after the newest read; 0 when that did not fail. */
  #backOffLeftMs(): number {
    if (this.#failed === null) return 0;
    const { clock, cadenceMs } = this.#options;
    const { at, random } = this.#failed;
    const waitMs = backOffMs(this.#failed, cadenceMs() ?? ON_DEMAND_CADENCE_MS, random);
    return leftOf(waitMs, at, clock.now());
  }

  /** Whether it turned us away, and it is too early to knock again whatever the news. */
  #isShutOut(): boolean {
    return this.#failed !== null && isRefusal(this.#failed.reason) && this.#backOffLeftMs() > 0;
  }

  #fallDue(): void {
    const { lastSuccessAt } = this.#reading;
    const restMs =
      this.#failed !== null || lastSuccessAt === null
        ? 0
        : (this.#options.leaveOutForMs?.(lastSuccessAt) ?? 0);
    if (restMs <= 0) {
      void this.#readOrJoin();
      return;
    }
    this.#leftOut = { at: this.#options.clock.now(), restMs };
    this.#schedule();
  }
}
