import type { Instance } from "../upstreams/instance.ts";
import type { Poller, Reading, Trouble } from "./poller.ts";

/** How far one source can be believed: see `SourceState` in the contract for the words. */
export type Freshness = "ok" | "stale" | "failed" | "never";

/** One upstream instance as the rest of sofarr sees it. */
export interface SourceFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly freshness: Freshness;
  readonly lastSuccessAt: number | null;
  readonly durationMs: number | null;
  readonly trouble: Trouble | null;
  /** Size of what it last said, e.g. the number of downloads. */
  readonly items: number;
  /** How often it was read since the start, and how often that failed. */
  readonly reads: number;
  readonly failedReads: number;
}

/**
 * Judges a reading: it is the last read that counts, not the age of the data, which is told beside it. A read that
 * hangs becomes a failure at its deadline.
 */
export function freshnessOf(reading: Reading<unknown>): Freshness {
  if (reading.lastSuccessAt === null) return reading.trouble === null ? "never" : "failed";
  return reading.trouble === null ? "ok" : "stale";
}

/** One instance with the poller that reads it. */
export interface Source<T> {
  readonly instance: Instance;
  readonly poller: Poller<T>;
  /** How many things its data holds, for the status page. */
  readonly count: (data: T) => number;
}

/** What is known of a source now. */
export function factsOf<T>({ instance, poller, count }: Source<T>): SourceFacts {
  const reading: Reading<T> = poller.reading;
  return {
    id: instance.id,
    name: instance.name,
    kind: instance.kind,
    freshness: freshnessOf(reading),
    lastSuccessAt: reading.lastSuccessAt,
    durationMs: reading.durationMs,
    trouble: reading.trouble,
    items: reading.data === null ? 0 : count(reading.data),
    reads: reading.reads,
    failedReads: reading.failedReads,
  };
}
