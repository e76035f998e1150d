import type { ArrReading } from "../domain/arr-reading.ts";
import {
  blocklistVerdict,
  hasImportIssue,
  NOBODY_KNOWS_WHAT,
  type QueuedDownload,
} from "../domain/blocklist-eligibility.ts";
import type { Download } from "../domain/download.ts";
import { matchDownloads } from "../domain/match-downloads.ts";
import { createOwnershipFacts, ownersOf } from "../domain/ownership.ts";
import { sharesKey, type QueuedRelease } from "../domain/queued-release.ts";
import type { Viewer } from "../domain/user.ts";
import type { Engine, EngineState } from "./engine.ts";

export interface BlocklistPermissionOptions {
  readonly engine: Pick<Engine, "state" | "refresh">;
  readonly userTags: ReadonlyMap<string, readonly string[]>;
  readonly now: () => number;
}

/** Decides on fresh facts who may have which queue row blocklisted and searched again. */
export class BlocklistPermission {
  readonly #options: BlocklistPermissionOptions;
  readonly #ownershipFor: ReturnType<typeof createOwnershipFacts>;

  constructor(options: BlocklistPermissionOptions) {
    this.#options = options;
    this.#ownershipFor = createOwnershipFacts(options.userTags);
  }

  /**
   * For others than admins the download clients that hold it are read first.
   *
   * @param reading of the row's instance, read for this decision.
   * @returns why not, in a sentence for the viewer, or `null` when they may.
   */
  async reasonAgainst(
    viewer: Viewer,
    queued: QueuedRelease,
    reading: ArrReading,
  ): Promise<string | null> {
    const { engine, now } = this.#options;
    const { link } = queued;
    if (!viewer.isAdmin) {
      const { users, requests } = engine.state.snapshot.facts;
      const owners = ownersOf({ links: [link] }, this.#ownershipFor(users, requests));
      if (!owners.has(viewer.id)) return "This is not one of your downloads.";
      const holders = downloadsBehind(queued, engine.state).map(({ instanceId }) => instanceId);
      await Promise.all([...new Set(holders)].map((id) => engine.refresh(id)));
    }
    if (link.titleId === null) return NOBODY_KNOWS_WHAT;
    const candidates = candidatesFor(queued, reading, engine.state);
    const verdicts = candidates.map((one) => blocklistVerdict(one, viewer.isAdmin, now()));
    const refusal = verdicts.find(({ allowed }) => !allowed);
    if (refusal !== undefined) return refusal.reason;
    const isStuck = candidates.some(({ links }) =>
      links.some(({ records }) => records.some(hasImportIssue)),
    );
    return viewer.isAdmin || isStuck || areHoldersFresh(queued, engine.state)
      ? null
      : "Its download client cannot be asked just now how it is doing; try again in a moment.";
  }
}

/** The downloads behind a queue row, as the clients last told of them. */
export function downloadsBehind(
  { joinKeys }: QueuedRelease,
  { snapshot }: EngineState,
): readonly Download[] {
  return snapshot.facts.downloads.flat().filter(sharesKey(joinKeys));
}

/** The downloads behind the row, joined anew with the queue that was just read. */
function candidatesFor(
  queued: QueuedRelease,
  reading: ArrReading,
  state: EngineState,
): readonly QueuedDownload[] {
  const { readings } = state.snapshot.facts;
  const others = readings.filter(({ instanceId }) => instanceId !== reading.instanceId);
  const matched = matchDownloads(downloadsBehind(queued, state), [reading, ...others]);
  return matched.length > 0 ? matched : [{ download: null, links: [queued.link] }];
}

function areHoldersFresh(queued: QueuedRelease, state: EngineState): boolean {
  return downloadsBehind(queued, state).every(
    ({ instanceId }) => state.sources.find(({ id }) => id === instanceId)?.freshness === "ok",
  );
}
