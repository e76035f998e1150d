import { hasPassed } from "../domain/has-passed.ts";
import type { HistoryRecord } from "../domain/history.ts";
import type { Connected } from "../upstreams/connected.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Arr } from "../upstreams/upstream.ts";
import type { Clock } from "./clock.ts";
import type { Trouble } from "./poller.ts";

/** What one *arr says of a stretch of days, or why it says nothing and what it said before. */
export type InstanceHistory =
  | { readonly instanceId: string; readonly records: readonly HistoryRecord[] }
  | {
      readonly instanceId: string;
      readonly trouble: Trouble["reason"];
      /** Absent where it never said anything. */
      readonly lastGood?: GoodReading;
    };

/** What an *arr said when it last answered. Times in milliseconds since the epoch. */
export interface GoodReading {
  readonly records: readonly HistoryRecord[];
  /** From when on it is all there. */
  readonly from: number;
  /** When it was asked. */
  readonly askedAt: number;
}

export interface HistoryReaderOptions {
  readonly arrs: readonly Connected<Pick<Arr, "control">>[];
  readonly clock: Clock;
}

/** One reading of one instance: shared by all who come while it is under way or fresh. */
interface Shelf {
  readonly days: number;
  readonly answer: Promise<Answer>;
  /** When it came and how long it is good; `null` while it is under way. */
  kept: { readonly since: number; readonly forMs: number } | null;
}

type Answer = GoodReading | { readonly trouble: Trouble["reason"] };

const DAY_MS = 24 * 60 * 60 * 1000;
const FRESH_MS = 30_000;
/** An instance that failed is not asked again by each who looks. */
const FAILURE_KEPT_MS = 5_000;
/** One *arr that hangs must not keep the others' history from being shown. */
const PATIENCE_MS = 8_000;
/** Nobody looks back further, so that nothing older is kept. */
const LONGEST_LOOK_BACK_MS = 90 * DAY_MS;

/**
 * Reads what was imported and what failed from every *arr when somebody asks. One reading per instance however many
 * people look; a wide one serves narrow questions too.
 */
export class HistoryReader {
  readonly #options: HistoryReaderOptions;
  readonly #shelves = new Map<string, Shelf>();
  /** By instance; what is shown while it is silent. */
  readonly #lastGood = new Map<string, GoodReading>();
  readonly #stop = new AbortController();

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
  }

  /**
   * The last `days` of every instance, in the order of the configuration. Never throws: an instance that fails, or
   * takes too long, is an entry that says so, with what it said before.
   */
  async read(days: number): Promise<readonly InstanceHistory[]> {
    const { arrs } = this.#options;
    return await Promise.all(arrs.map((arr) => this.#readOne(arr, days)));
  }

  /** Something happened there: what is kept of it, or being read right now, is not for those who come from now on. */
  forget(instanceId: string): void {
    this.#shelves.delete(instanceId);
  }

  /** Ends what is under way. */
  stop(): void {
    this.#stop.abort(new Error("stopped"));
  }

  async #readOne(arr: Connected<Pick<Arr, "control">>, days: number): Promise<InstanceHistory> {
    const { clock } = this.#options;
    const since = clock.now() - days * DAY_MS;
    const { id: instanceId } = arr.instance;
    let cancelWait = (): void => {};
    const waited = new Promise<Answer>((resolve) => {
      cancelWait = clock.after(PATIENCE_MS, () => {
        resolve({ trouble: "timeout" });
      });
    });
    const answer = await Promise.race([this.#shelfFor(arr, days).answer, waited]);
    cancelWait();
    if ("records" in answer) return { instanceId, records: recordsSince(answer, since) };
    const { trouble } = answer;
    const lastGood = this.#lastGood.get(instanceId);
    if (lastGood === undefined) return { instanceId, trouble };
    const records = recordsSince(lastGood, since);
    return { instanceId, trouble, lastGood: { ...lastGood, records } };
  }

  #shelfFor(arr: Connected<Pick<Arr, "control">>, days: number): Shelf {
    const { clock } = this.#options;
    const { id } = arr.instance;
    const known = this.#shelves.get(id);
    if (known !== undefined && known.days >= days) {
      const { kept } = known;
      if (kept === null || !hasPassed(kept.forMs, kept.since, clock.now())) return known;
    }
    const shelf: Shelf = { days, answer: this.#ask(arr, days), kept: null };
    this.#shelves.set(id, shelf);
    void this.#date(shelf);
    return shelf;
  }

  async #date(shelf: Shelf): Promise<void> {
    const answer = await shelf.answer;
    const forMs = "records" in answer ? FRESH_MS : FAILURE_KEPT_MS;
    shelf.kept = { since: this.#options.clock.now(), forMs };
  }

  async #ask(
    { instance, upstream }: Connected<Pick<Arr, "control">>,
    days: number,
  ): Promise<Answer> {
    const askedAt = this.#options.clock.now();
    const from = askedAt - days * DAY_MS;
    try {
      const events = ["imported", "failed"] as const;
      const records = await upstream.control.history(from, events, this.#stop.signal);
      const reading: GoodReading = { records, from, askedAt };
      const before = this.#lastGood.get(instance.id);
      this.#lastGood.set(instance.id, before === undefined ? reading : joined(before, reading));
      return reading;
    } catch (error) {
      return { trouble: error instanceof UpstreamError ? error.reason : "unknown" };
    }
  }
}

function recordsSince({ records }: GoodReading, since: number): readonly HistoryRecord[] {
  return records.filter(({ at }) => at >= since);
}

/**
 * A new reading, and before it what an earlier one reached further back: whoever looks at a week must not take the months
 * before it from somebody else. What is older than anybody looks back is let go.
 */
function joined(one: GoodReading, other: GoodReading): GoodReading {
  const [before, after] = one.askedAt <= other.askedAt ? [one, other] : [other, one];
  const hasGap = before.askedAt < after.from;
  if (hasGap || before.from >= after.from) return after;
  const from = Math.max(before.from, after.askedAt - LONGEST_LOOK_BACK_MS);
  const older = before.records.filter(({ at }) => at >= from && at < after.from);
  return { ...after, from, records: [...after.records, ...older] };
}
