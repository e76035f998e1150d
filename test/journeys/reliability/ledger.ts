import type { SeenRequest } from "../../../demo/simulators/simulator-server.ts";
import type { Upstream } from "./upstreams.ts";

/** One read as the upstream saw it: when it began, and whether it met a fault at once. */
interface Read {
  readonly at: number;
  met: SeenRequest["met"];
}

/** Calls with which a read begins may follow each other (a sign-in, then the list) within this. */
const ONE_READ_WITHIN_MS = 250;
/** Over which time calls are counted. */
const WINDOW_MS = 10_000;

/** Counts what one upstream is asked, as it saw it. */
export class Ledger {
  readonly upstream: Upstream;
  #reads: Read[] = [];
  #callsAt: number[] = [];
  /** Reads that were turned away since the last one that was not met by a fault. */
  refusals = 0;
  /** All reads since the start. */
  total = 0;

  constructor(upstream: Upstream) {
    this.upstream = upstream;
  }

  /** Takes over what came since the last time; the upstream forgets it. */
  update(now: number): void {
    for (const request of this.upstream.server.requests.splice(0)) {
      this.#callsAt.push(request.at);
      if (this.upstream.beginsRead(request)) this.#note(request);
    }
    const oldest = now - WINDOW_MS;
    this.#callsAt = this.#callsAt.filter((at) => at > oldest);
    this.#reads = this.#reads.filter(({ at }) => at > oldest);
  }

  /** When the reads began that began after some moment, as far as they are remembered. */
  readsSince(at: number): readonly number[] {
    return this.#reads.filter((read) => read.at > at).map((read) => read.at);
  }

  /** Reads and calls within the last ten seconds. */
  get recent(): { readonly reads: number; readonly failed: number; readonly calls: number } {
    return {
      reads: this.#reads.length,
      failed: this.#reads.filter(({ met }) => met !== null).length,
      calls: this.#callsAt.length,
    };
  }

  #note({ at, met }: SeenRequest): void {
    const last = this.#reads.at(-1);
    if (last !== undefined && at - last.at < ONE_READ_WITHIN_MS) {
      last.met ??= met;
      if (met === "status-401") this.refusals += 1;
      return;
    }
    this.#reads.push({ at, met });
    this.total += 1;
    if (met === null) this.refusals = 0;
    if (met === "status-401") this.refusals += 1;
  }
}
