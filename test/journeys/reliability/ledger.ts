import type { Fault, SeenRequest } from "../../../demo/simulators/simulator-server.ts";
import type { Upstream } from "./upstreams.ts";

/** One read as the upstream saw it: when it began, and whether it met a fault at once. */
interface Read {
  readonly at: number;
  met: SeenRequest["met"];
}

/** A read that was begun after one that had met a fault; times in real milliseconds since the epoch. */
export interface Retry {
  readonly failedAt: number;
  readonly at: number;
  readonly met: Fault;
  /** At least how many reads had been turned away in a row. */
  readonly refusals: number;
}

/** Calls with which a read begins may follow each other (a sign-in, then the list) within this, and what the machine lags. */
const ONE_READ_WITHIN_MS = 250;
const REMEMBERED_MS = 60_000;

/** Counts what one upstream is asked, as it saw it. */
export class Ledger {
  readonly upstream: Upstream;
  #reads: Read[] = [];
  #callsAt: number[] = [];
  #retries: Retry[] = [];
  /** Reads that were turned away since the last one that was let in at all. */
  #refusals = 0;
  /** Reads that may have been turned away since the source was last well: as many as the server may count, or more. */
  refusalsSinceWell = 0;
  #isWell = true;
  /** All reads since the start. */
  total = 0;

  constructor(upstream: Upstream) {
    this.upstream = upstream;
  }

  /**
   * Takes over what came since the last time; the upstream forgets it.
   *
   * @param now, lateMs real milliseconds: the time, and how late things may have come in.
   */
  update(now: number, lateMs: number): void {
    for (const request of this.upstream.server.requests.splice(0)) {
      this.#callsAt.push(request.at);
      if (this.upstream.beginsRead(request)) this.#note(request, ONE_READ_WITHIN_MS + lateMs);
    }
    const oldest = now - REMEMBERED_MS;
    this.#callsAt = this.#callsAt.filter((at) => at > oldest);
    this.#reads = this.#reads.filter(({ at }, place) => {
      // The last one, however old: the next may be its repetition.
      return at > oldest || place === this.#reads.length - 1;
    });
  }

  /** Is told again and again whether the source is said to be well: what was refused before it came back is forgotten. */
  noteState(isWell: boolean): void {
    if (isWell && !this.#isWell) this.refusalsSinceWell = 0;
    this.#isWell = isWell;
  }

  /** When the reads began that began after some moment, as far as they are remembered. */
  readsSince(at: number): readonly number[] {
    return this.#reads.filter((read) => read.at > at).map((read) => read.at);
  }

  /** How many calls came after some moment, as far as they are remembered. */
  callsSince(at: number): number {
    return this.#callsAt.filter((call) => call > at).length;
  }

  /** Reads after trouble that nobody has looked at yet. */
  takeRetries(): readonly Retry[] {
    return this.#retries.splice(0);
  }

  #note({ at, met }: SeenRequest, oneReadWithinMs: number): void {
    if (met === "status-401") this.refusalsSinceWell += 1;
    const last = this.#reads.at(-1);
    if (last !== undefined && at - last.at < oneReadWithinMs) {
      if (met === "status-401" && last.met !== met) this.#refusals += 1;
      last.met ??= met;
      return;
    }
    if (last !== undefined && last.met !== null) {
      this.#retries.push({ failedAt: last.at, at, met: last.met, refusals: this.#refusals });
    }
    this.#reads.push({ at, met });
    this.total += 1;
    if (met === null) this.#refusals = 0;
    if (met === "status-401") this.#refusals += 1;
  }
}
