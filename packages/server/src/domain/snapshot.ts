import type { ArrReading } from "./arr-reading.ts";
import type { Download } from "./download.ts";
import { matchDownloads, type TrackedDownload } from "./match-downloads.ts";
import type { MediaRequest } from "./media-request.ts";
import {
  createOwnershipFacts,
  labelsOf,
  ownersOf,
  requestsFor,
  type LabelFinding,
  type Owners,
  type OwnershipFacts,
} from "./ownership.ts";
import type { KnownUser } from "./user.ts";

/** A tracked download with whose it is, and what that was decided from. */
export interface OwnedDownload extends TrackedDownload {
  /** Unique over all instances: `instanceId/id`. */
  readonly key: string;
  readonly owners: Owners;
  readonly labels: readonly LabelFinding[];
  /** Every request for the same title, of whoever. */
  readonly requests: readonly MediaRequest[];
}

/** Everything the upstreams last said; each list is replaced as a whole when its upstream is read again. */
export interface Facts {
  /** Downloads per download client instance. */
  readonly downloads: readonly (readonly Download[])[];
  readonly readings: readonly ArrReading[];
  readonly requests: readonly MediaRequest[];
  readonly users: readonly KnownUser[];
}

/** One immutable view of the world: every download of every client at one moment. */
export interface Snapshot {
  readonly downloads: readonly OwnedDownload[];
  /**
   * The same downloads by owner, each as that owner may see it: when two titles claim one download, only with the
   * links that make it theirs.
   */
  readonly byOwner: ReadonlyMap<string, readonly OwnedDownload[]>;
  /** Labels that fit more than one person: an admin should map them with USER_TAGS. */
  readonly ambiguousLabels: readonly LabelFinding[];
  readonly facts: Facts;
}

export const EMPTY_SNAPSHOT: Snapshot = {
  downloads: [],
  byOwner: new Map(),
  ambiguousLabels: [],
  facts: { downloads: [], readings: [], requests: [], users: [] },
};

/**
 * Makes the function that turns facts into snapshots. It remembers its last result, and only so that a download
 * about which nothing changed stays the same object; what it returns depends on the facts alone.
 *
 * @param userTags the admin's explicit mapping, see `createLabelResolver`.
 */
export function createSnapshotBuilder(
  userTags: ReadonlyMap<string, readonly string[]>,
): (facts: Facts) => Snapshot {
  let tracked = new Map<Download, TrackedDownload>();
  let owned = new Map<TrackedDownload, Possession>();
  const ownershipFor = createOwnershipFacts(userTags);
  let lastTitles: readonly ArrReading["titles"][] = [];
  let decidedWith: OwnershipFacts | null = null;
  let ambiguousLabels: readonly LabelFinding[] = [];

  return (facts) => {
    const current = ownershipFor(facts.users, facts.requests);
    if (current !== decidedWith) owned = new Map();
    const titles = facts.readings.map((reading) => reading.titles);
    if (
      decidedWith !== current ||
      titles.length !== lastTitles.length ||
      titles.some((one, at) => one !== lastTitles[at])
    ) {
      ambiguousLabels = findAmbiguous(titles, current);
      lastTitles = titles;
      decidedWith = current;
    }
    const matched = matchDownloads(facts.downloads.flat(), facts.readings, tracked);
    const possessions = matched.map((one) => owned.get(one) ?? possessionOf(one, current));
    tracked = new Map(matched.map((one) => [one.download, one]));
    owned = new Map(possessions.map((one, at) => [matched[at] as TrackedDownload, one]));
    return {
      downloads: possessions.map(({ whole }) => whole),
      byOwner: groupByOwner(possessions),
      ambiguousLabels,
      facts,
    };
  };
}

function own(tracked: TrackedDownload, ownership: OwnershipFacts): OwnedDownload {
  return {
    ...tracked,
    key: `${tracked.download.instanceId}/${tracked.download.id}`,
    owners: ownersOf(tracked, ownership),
    labels: labelsOf(tracked, ownership.resolveLabel),
    requests: requestsFor(tracked, ownership.requests),
  };
}

/** A download as admins see it, and as each of its owners does. */
interface Possession {
  readonly whole: OwnedDownload;
  readonly asSeenBy: ReadonlyMap<string, OwnedDownload>;
}

function possessionOf(tracked: TrackedDownload, ownership: OwnershipFacts): Possession {
  const whole = own(tracked, ownership);
  const asSeenBy = new Map<string, OwnedDownload>();
  for (const userId of whole.owners.keys()) {
    const links = tracked.links.filter((link) =>
      ownersOf({ links: [link] }, ownership).has(userId),
    );
    const isAllTheirs = links.length === tracked.links.length;
    asSeenBy.set(
      userId,
      isAllTheirs ? whole : own({ download: tracked.download, links }, ownership),
    );
  }
  return { whole, asSeenBy };
}

function groupByOwner(possessions: readonly Possession[]): Map<string, OwnedDownload[]> {
  const groups = new Map<string, OwnedDownload[]>();
  for (const { asSeenBy } of possessions) {
    for (const [userId, download] of asSeenBy) {
      const group = groups.get(userId);
      if (group === undefined) groups.set(userId, [download]);
      else group.push(download);
    }
  }
  return groups;
}

/** Over the whole library, not only what is downloading now: the admin wants to know before it matters. */
function findAmbiguous(
  libraries: readonly ArrReading["titles"][],
  ownership: OwnershipFacts,
): readonly LabelFinding[] {
  const labels = new Set(
    libraries.flatMap((titles) => [...titles.values()].flatMap((title) => title.tagLabels)),
  );
  return [...labels]
    .map((label) => ({ label, verdict: ownership.resolveLabel(label) }))
    .filter(({ verdict }) => verdict.kind === "ambiguous");
}
