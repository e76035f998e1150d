import { hasPassed } from "../domain/has-passed.ts";
import { sharesKey } from "../domain/queued-release.ts";
import type { SearchCommand } from "../domain/replacement-search.ts";
import type { Viewer } from "../domain/user.ts";
import type { UpstreamError } from "../upstreams/errors.ts";

/** How the last try at a replacement ended. */
export type ReplacementEnd =
  | { readonly kind: "done" }
  /** It is out of the queue, but no search has started. */
  | { readonly kind: "half-done"; readonly trouble: UpstreamError }
  /** Somebody else, or the *arr itself, was quicker: nothing was changed. */
  | { readonly kind: "not-in-queue" };

/** One download that somebody wants replaced. */
export interface ReplacementPlan {
  readonly viewer: Viewer;
  readonly instanceId: string;
  /** The row to remove; the download's other rows go with it. */
  readonly queueId: number;
  readonly rowIds: readonly number[];
  readonly joinKeys: readonly string[];
  /** Download client instances that hold it. */
  readonly holderIds: readonly string[];
  readonly search: SearchCommand;
  /** Whether the *arr knows that it grabbed it, and so can blocklist it; `null` = it could not be asked. */
  readonly isGrabKnown: boolean | null;
}

/** A plan, and how far it has come. */
export interface Replacement extends ReplacementPlan {
  /** `unknown`: the *arr was told to, but did not say that it did. */
  removal: "pending" | "unknown" | "done";
  /** `null` before the first try has ended. */
  end: ReplacementEnd | null;
  /** The try under way, or `null`. */
  underWay: Promise<ReplacementEnd> | null;
  changedAt: number;
}

/** Rows may linger in an *arr's queue until it looks at its clients again: until then a repeated call is a repetition. */
const RECENT_MS = 2 * 60_000;
/** Half of it done can be made up for as long as this. */
const KEPT_MS = 24 * 60 * 60_000;
const MOST_KEPT = 500;

/** Whether there is nothing left to do. */
export function isFinished({ end }: Replacement): boolean {
  return end?.kind === "done";
}

/** Remembers replacements, so that a double click or a replay does nothing twice and a half-done one can be finished. */
export class ReplacementLog {
  readonly #now: () => number;
  #all: readonly Replacement[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The newest for a queue row, asked by row alone: for when the queue does not have it any more. */
  find(instanceId: string, queueId: number): Replacement | null {
    return this.#newest((one) => one.instanceId === instanceId && one.rowIds.includes(queueId));
  }

  /** The newest for the same download; its rows may have other ids by now. */
  findSame(
    instanceId: string,
    { rowIds, joinKeys }: Pick<Replacement, "rowIds" | "joinKeys">,
  ): Replacement | null {
    return this.#newest(
      (one) =>
        one.instanceId === instanceId &&
        (one.rowIds.some((id) => rowIds.includes(id)) || sharesKey(joinKeys)(one)),
    );
  }

  add(replacement: Replacement): void {
    const oldest = this.#now() - KEPT_MS;
    const kept = this.#all.filter(
      ({ changedAt, underWay }) => underWay !== null || changedAt > oldest,
    );
    this.#all = [replacement, ...kept].slice(0, MOST_KEPT);
  }

  /** Whether its rows can still be the removed download's, and not those of the same release grabbed again. */
  isRecent(replacement: Replacement): boolean {
    return !hasPassed(RECENT_MS, replacement.changedAt, this.#now());
  }

  #newest(fits: (one: Replacement) => boolean): Replacement | null {
    return this.#all.find(fits) ?? null;
  }
}
