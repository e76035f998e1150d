import { findQueued } from "../domain/queued-release.ts";
import type { Viewer } from "../domain/user.ts";
import type { Connected } from "../upstreams/connected.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { Arr } from "../upstreams/upstream.ts";
import { BlocklistPermission, downloadsBehind } from "./blocklist-permission.ts";
import type { Engine } from "./engine.ts";
import type { PollerLog } from "./poller.ts";
import {
  isFinished,
  ReplacementLog,
  type Replacement,
  type ReplacementEnd,
} from "./replacement-log.ts";
import { planReplacement } from "./replacement-plan.ts";

/** What became of a wish to blocklist a download and search again. */
export type BlocklistAnswer =
  | { readonly kind: "refused"; readonly reason: string }
  | (ReplacementEnd & Pick<Replacement, "isGrabKnown">)
  | { readonly kind: "not-in-queue" };

export interface BlocklistSearchOptions {
  readonly engine: Pick<Engine, "state" | "ensureFresh" | "refresh" | "nudge">;
  readonly userTags: ReadonlyMap<string, readonly string[]>;
  readonly now: () => number;
  /** Who did what is written here, with ids and without titles. */
  readonly log: PollerLog;
}

/** Longer than any single call, each of which has its own deadline. What was begun goes on when the browser leaves. */
const DEADLINE_MS = 180_000;
/** Deletes the data too; the search of our own is the only one. */
const REMOVAL = { blocklist: true, skipRedownload: true, removeFromClient: true } as const;

/**
 * Removes a download for good and has another copy looked for: once, however often it is asked, and only for those who
 * may. What may be done is decided here and now, from a queue that is read for it; what a caller claims is not looked at.
 */
export class BlocklistSearch {
  readonly #options: BlocklistSearchOptions;
  readonly #permission: BlocklistPermission;
  readonly #replacements: ReplacementLog;

  constructor(options: BlocklistSearchOptions) {
    this.#options = options;
    this.#permission = new BlocklistPermission(options);
    this.#replacements = new ReplacementLog(options.now);
  }

  /**
   * @param queueId a row of this instance's queue; the download's other rows go with it.
   * @returns what happened; a repetition gets the answer of the first call, after half of it only the rest is done.
   * @throws UpstreamError when the *arr could not be asked, or did not say that it removed the download.
   */
  async replace(arr: Connected<Arr>, queueId: number, viewer: Viewer): Promise<BlocklistAnswer> {
    const { engine } = this.#options;
    const instanceId = arr.instance.id;
    const before = this.#earlier(instanceId, queueId, viewer);
    if (before !== null && this.#isSettled(before)) return await this.#carryOn(arr, before, viewer);

    const signal = AbortSignal.timeout(DEADLINE_MS);
    // Whose it is hangs on tags, which an *arr's reading keeps for minutes otherwise.
    if (!viewer.isAdmin) arr.upstream.markOld();
    const [reading] = await Promise.all([arr.upstream.read(signal), engine.ensureFresh()]);
    const queued = findQueued(reading, queueId);
    if (queued === null) {
      // While the queue was read, a call for another row of it may have taken it out.
      const earlier = this.#earlier(instanceId, queueId, viewer);
      if (earlier === null) return { kind: "not-in-queue" };
      if (!this.#isSettled(earlier)) {
        if (earlier.removal === "pending" || isFinished(earlier)) return { kind: "not-in-queue" };
        earlier.removal = "done";
      }
      return await this.#carryOn(arr, earlier, viewer);
    }
    const reason = await this.#permission.reasonAgainst(viewer, queued, reading);
    if (reason !== null) {
      const fields = { ...who(viewer), instanceId, arrQueueId: queueId, reason };
      this.#options.log.warn(fields, "blocklist and search refused");
      return { kind: "refused", reason };
    }
    const plan = await planReplacement(
      { arr, queueId, viewer, queued, downloads: downloadsBehind(queued, engine.state) },
      this.#options.now(),
      signal,
    );
    // From here to the start of the work nothing waits, so that of two calls only one can begin.
    const same = this.#replacements.findSame(instanceId, queued);
    if (same !== null && this.#isSettled(same)) return await this.#carryOn(arr, same, viewer);
    const replacement: Replacement = {
      ...plan,
      removal: same?.removal === "unknown" ? "unknown" : "pending",
      end: null,
      underWay: null,
      changedAt: this.#options.now(),
    };
    this.#replacements.add(replacement);
    return await this.#carryOn(arr, replacement, viewer);
  }

  /** What was begun for a row, or for another of the same download, if it is this viewer's to know. */
  #earlier(instanceId: string, queueId: number, viewer: Viewer): Replacement | null {
    const known = this.#replacements.find(instanceId, queueId);
    return known !== null && (viewer.isAdmin || known.viewer.id === viewer.id) ? known : null;
  }

  /** Whether the queue need not be asked again: it is being worked on, or was taken out of the queue just now. */
  #isSettled(replacement: Replacement): boolean {
    const { underWay, removal } = replacement;
    return underWay !== null || (removal === "done" && this.#replacements.isRecent(replacement));
  }

  /** Does what is left to do, or waits for whoever is doing it. */
  async #carryOn(
    arr: Connected<Arr>,
    replacement: Replacement,
    viewer: Viewer,
  ): Promise<BlocklistAnswer> {
    const { isGrabKnown } = replacement;
    if (isFinished(replacement)) return { kind: "done", isGrabKnown };
    replacement.underWay ??= this.#work(arr, replacement, viewer).finally(() => {
      replacement.underWay = null;
      replacement.changedAt = this.#options.now();
      this.#tellOthers(arr, replacement);
    });
    return { ...(await replacement.underWay), isGrabKnown };
  }

  async #work(
    arr: Connected<Arr>,
    replacement: Replacement,
    viewer: Viewer,
  ): Promise<ReplacementEnd> {
    const { control } = arr.upstream;
    const { queueId, search } = replacement;
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const end = (outcome: ReplacementEnd): ReplacementEnd => {
      this.#audit(replacement, viewer, outcome);
      replacement.end = outcome;
      return outcome;
    };
    if (replacement.removal !== "done") {
      const wasThere = await control
        .removeFromQueue(queueId, REMOVAL, signal)
        .catch((error: unknown) => this.#failRemoval(error, replacement, viewer));
      if (!wasThere && replacement.removal === "pending") return end({ kind: "not-in-queue" });
      replacement.removal = "done";
    }
    try {
      await control.search(search, signal);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return end({ kind: "half-done", trouble: error });
    }
    return end({ kind: "done" });
  }

  /** Whoever refuses us did nothing; all other trouble leaves open whether it is gone. */
  #failRemoval(error: unknown, replacement: Replacement, viewer: Viewer): never {
    const reason = error instanceof UpstreamError ? error.reason : "unknown";
    if (reason !== "unauthorized" && reason !== "refused") replacement.removal = "unknown";
    this.#audit(replacement, viewer, { kind: "removal-failed", reason });
    throw error;
  }

  /** Who did what, once per try. */
  #audit(
    replacement: Replacement,
    viewer: Viewer,
    outcome: ReplacementEnd | { readonly kind: "removal-failed"; readonly reason: string },
  ): void {
    const { instanceId, queueId: arrQueueId, joinKeys, search, isGrabKnown } = replacement;
    const { kind } = outcome;
    const fields = {
      ...who(viewer),
      instanceId,
      arrQueueId,
      joinKeys,
      search,
      isGrabKnown,
      outcome: kind,
      ...(kind === "half-done" ? { reason: outcome.trouble.reason } : {}),
      ...(kind === "removal-failed" ? { reason: outcome.reason } : {}),
    };
    if ("reason" in fields)
      this.#options.log.warn(fields, "blocklist and search failed on the way");
    else this.#options.log.info(fields, "blocklist and search");
  }

  /** The view shows it at once instead of after the next polls. */
  #tellOthers({ instance, upstream }: Connected<Arr>, { holderIds }: Replacement): void {
    const { engine } = this.#options;
    for (const id of [instance.id, ...holderIds]) engine.nudge(id);
    // Only hastens what the *arr does by itself within 90 s; its trouble is the poller's to report.
    upstream.control.refreshMonitoredDownloads(AbortSignal.timeout(DEADLINE_MS)).catch(() => {});
  }
}

function who({ id, name, isAdmin }: Viewer): object {
  return { userId: id, userName: name, isAdmin };
}
