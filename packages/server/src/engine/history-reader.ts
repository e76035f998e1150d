import { hasPassed } from "../domain/has-passed.ts";
import type { HistoryRecord } from "../domain/history.ts";
import type { Connected } from "../upstreams/connected.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Arr } from "../upstreams/upstream.ts";
import type { Clock } from "./clock.ts";
import type { Trouble } from "./poller.ts";

/** What one *arr says of a stretch of days, or why it said nothing. */
export type InstanceHistory =
  | { readonly instanceId: string; readonly records: readonly HistoryRecord[] }
  | { readonly instanceId: string; readonly trouble: Trouble["reason"] };

export interface HistoryReaderOptions {
  readonly arrs: readonly Connected<Pick<Arr, "control">>[];
  readonly clock: Clock;
}

/** One reading of one instance: shared by all who come while it is under way or fresh. */
interface Shelf {
  readonly days: number;
  readonly answer: Promise<InstanceHistory>;
  /** When it came and how long it is good; `null` while it is under way. */
  kept: { readonly since: number; readonly forMs: number } | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const FRESH_MS = 30_000;
/** An instance that failed is not asked again by each who looks. */
const FAILURE_KEPT_MS = 5_000;
/** One *arr that hangs must not keep the others' history from being shown. */
const PATIENCE_MS = 8_000;

/**
 * Reads what was imported and what failed from every *arr when somebody asks. One reading per instance however many
 * people look; a wide one serves narrow questions too.
 */
export class HistoryReader {
  readonly #options: HistoryReaderOptions;
  readonly #shelves = new Map<string, Shelf>();
  readonly #stop = new AbortController();

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
  }

  /**
   * The last `days` of every instance, in the order of the configuration. Never throws: an instance that fails, or
   * takes too long, is an entry that says so.
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
    const waited = new Promise<InstanceHistory>((resolve) => {
      cancelWait = clock.after(PATIENCE_MS, () => {
        resolve({ instanceId, trouble: "timeout" });
      });
    });
    const history = await Promise.race([this.#shelfFor(arr, days).answer, waited]);
    cancelWait();
    if (!("records" in history)) return history;
    return { instanceId, records: history.records.filter(({ at }) => at >= since) };
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
    const history = await shelf.answer;
    const forMs = "records" in history ? FRESH_MS : FAILURE_KEPT_MS;
    shelf.kept = { since: this.#options.clock.now(), forMs };
  }

  async #ask(
    { instance, upstream }: Connected<Pick<Arr, "control">>,
    days: number,
  ): Promise<InstanceHistory> {
    const since = this.#options.clock.now() - days * DAY_MS;
    try {
      const events = ["imported", "failed"] as const;
      const records = await upstream.control.history(since, events, this.#stop.signal);
      return { instanceId: instance.id, records };
    } catch (error) {
      const trouble = error instanceof UpstreamError ? error.reason : "unknown";
      return { instanceId: instance.id, trouble };
    }
  }
}
