import type { ArrReading, LibraryTitle } from "./arr-reading.ts";
import { createAwaited, type Awaited } from "./awaited.ts";
import type { Download } from "./download.ts";
import { areSameItems, isSameData } from "./keep-unchanged.ts";
import { changedJoinKeys, matchDownload, type TrackedDownload } from "./match-downloads.ts";
import type { MediaRequest } from "./media-request.ts";
import {
  areSameOwners,
  createOwnershipFacts,
  labelsOf,
  ownersOf,
  requestsFor,
  type LabelFinding,
  type Owners,
  type OwnershipFacts,
} from "./ownership.ts";
import { PersistentMap } from "./persistent-map.ts";
import { Roster } from "./roster.ts";
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

/** Whose something is, and what that was decided from. */
type Decision = Pick<OwnedDownload, "owners" | "labels" | "requests">;

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
  /** By their keys. */
  readonly downloads: PersistentMap<OwnedDownload>;
  /**
   * The same downloads by owner, each as that owner may see it: when two titles claim one download, only with the
   * links that make it theirs.
   */
  readonly byOwner: ReadonlyMap<string, PersistentMap<OwnedDownload>>;
  /** Labels that fit more than one person: an admin should map them with USER_TAGS. */
  readonly ambiguousLabels: readonly LabelFinding[];
  /** What was asked for and is in no download client, newest first. */
  readonly awaited: readonly Awaited[];
  readonly facts: Facts;
}

export const EMPTY_SNAPSHOT: Snapshot = {
  downloads: PersistentMap.empty(),
  byOwner: new Map(),
  ambiguousLabels: [],
  awaited: [],
  facts: { downloads: [], readings: [], requests: [], users: [] },
};

/** A download as admins see it, and as each of its owners does. */
interface Possession {
  readonly whole: OwnedDownload;
  /** For those of its owners who may not see all of it, what they may. */
  readonly inPart: ReadonlyMap<string, OwnedDownload>;
}

const NOTHING_IN_PART: Possession["inPart"] = new Map();

/**
 * Makes the function that turns facts into snapshots. It remembers its last result, and only so that what did not
 * change costs nothing and stays the same object; what it returns depends on the facts alone.
 *
 * @param userTags the admin's explicit mapping, see `createLabelResolver`.
 */
export function createSnapshotBuilder(
  userTags: ReadonlyMap<string, readonly string[]>,
): (facts: Facts) => Snapshot {
  const ownershipFor = createOwnershipFacts(userTags);
  const ambiguousIn = createAmbiguousLabels();
  const awaitedIn = createAwaited();
  const roster = new Roster();
  const possessions = new Map<string, Possession>();
  let decidedWith: OwnershipFacts | null = null;
  let { facts: before, downloads, byOwner }: Snapshot = EMPTY_SNAPSHOT;

  return (facts) => {
    const ownership = ownershipFor(facts.users, facts.requests);
    const touched = roster.update(before.downloads, facts.downloads);
    if (ownership === decidedWith) {
      for (const key of joinKeysThatChanged(before.readings, facts.readings)) {
        for (const one of roster.joinedBy(key)) touched.add(one);
      }
    } else {
      for (const key of roster.keys()) touched.add(key);
    }
    const owners = new Map(byOwner);
    for (const key of touched) {
      const download = roster.get(key);
      const earlier = possessions.get(key);
      const next =
        download === undefined
          ? undefined
          : possess(key, download, facts.readings, ownership, earlier);
      if (next === earlier) continue;
      if (next === undefined) possessions.delete(key);
      else possessions.set(key, next);
      downloads = put(downloads, key, next?.whole);
      for (const userId of new Set([...ownersIn(earlier), ...ownersIn(next)])) {
        const theirs = put(
          owners.get(userId) ?? PersistentMap.empty<OwnedDownload>(),
          key,
          next === undefined ? undefined : asSeenBy(userId, next),
        );
        if (theirs.size === 0) owners.delete(userId);
        else owners.set(userId, theirs);
      }
    }
    byOwner = owners;
    before = facts;
    decidedWith = ownership;
    return {
      downloads,
      byOwner,
      ambiguousLabels: ambiguousIn(facts.readings, ownership),
      awaited: awaitedIn(facts, ownership),
      facts,
    };
  };
}

function ownersIn(possession: Possession | undefined): Iterable<string> {
  return possession?.whole.owners.keys() ?? [];
}

/** What an owner may see of it; `undefined` for anybody else. */
function asSeenBy(userId: string, { whole, inPart }: Possession): OwnedDownload | undefined {
  return whole.owners.has(userId) ? (inPart.get(userId) ?? whole) : undefined;
}

function put<T>(map: PersistentMap<T>, key: string, value: T | undefined): PersistentMap<T> {
  return value === undefined ? map.delete(key) : map.set(key, value);
}

/** Over all instances that were, are or are not any more. */
function joinKeysThatChanged(
  before: readonly ArrReading[],
  after: readonly ArrReading[],
): readonly string[] {
  const instanceIds = new Set([...before, ...after].map(({ instanceId }) => instanceId));
  const of = (readings: readonly ArrReading[], id: string): ArrReading | null =>
    readings.find(({ instanceId }) => instanceId === id) ?? null;
  return [...instanceIds].flatMap((id) => [...changedJoinKeys(of(before, id), of(after, id))]);
}

/** Decides anew whose a download is; the earlier answer comes back itself when it is still the answer. */
function possess(
  key: string,
  download: Download,
  readings: readonly ArrReading[],
  ownership: OwnershipFacts,
  earlier: Possession | undefined,
): Possession {
  const tracked = matchDownload(download, readings, earlier?.whole);
  const whole = own(key, tracked, ownership);
  const inPart = new Map<string, OwnedDownload>();
  for (const userId of tracked.links.length > 1 ? whole.owners.keys() : []) {
    const links = tracked.links.filter((link) =>
      ownersOf({ links: [link] }, ownership).has(userId),
    );
    if (links.length < tracked.links.length) {
      inPart.set(userId, own(key, { download, links }, ownership));
    }
  }
  const isUnchanged =
    earlier?.whole === tracked &&
    isSameDecision(earlier.whole, whole) &&
    earlier.inPart.size === inPart.size &&
    [...inPart].every(([userId, one]) => {
      const theirs = earlier.inPart.get(userId);
      return theirs !== undefined && isSameDecision(theirs, one);
    });
  return isUnchanged ? earlier : { whole, inPart: inPart.size === 0 ? NOTHING_IN_PART : inPart };
}

function own(key: string, tracked: TrackedDownload, ownership: OwnershipFacts): OwnedDownload {
  const { download, links } = tracked;
  const { owners, labels, requests } = decisionFor(tracked, ownership);
  return { download, links, key, owners, labels, requests };
}

/** What the title alone decides: everything of a series is somebody's for the same reasons, kept once for all of it. */
const decisions = new WeakMap<OwnershipFacts, WeakMap<LibraryTitle, Decision>>();

function decisionFor(tracked: TrackedDownload, ownership: OwnershipFacts): Decision {
  const [link, ...others] = tracked.links;
  const title = others.length === 0 ? (link?.title ?? null) : null;
  if (title === null) return decide(tracked, ownership);
  let ofTitles = decisions.get(ownership);
  if (ofTitles === undefined) decisions.set(ownership, (ofTitles = new WeakMap()));
  let decision = ofTitles.get(title);
  if (decision === undefined) ofTitles.set(title, (decision = decide(tracked, ownership)));
  return decision;
}

function decide(tracked: TrackedDownload, ownership: OwnershipFacts): Decision {
  return {
    owners: ownersOf(tracked, ownership),
    labels: labelsOf(tracked, ownership.resolveLabel),
    requests: requestsFor(tracked, ownership.requests),
  };
}

/** Of one tracked download: whether what was decided about it is the same. */
function isSameDecision(a: OwnedDownload, b: OwnedDownload): boolean {
  return (
    areSameItems(a.links, b.links) &&
    areSameOwners(a.owners, b.owners) &&
    areSameItems(a.requests, b.requests) &&
    isSameData(a.labels, b.labels)
  );
}

/** Labels that fit more than one person, found anew when titles or people changed. */
function createAmbiguousLabels(): (
  readings: readonly ArrReading[],
  ownership: OwnershipFacts,
) => readonly LabelFinding[] {
  let foundWith: OwnershipFacts | null = null;
  let foundIn: readonly ArrReading["titles"][] = [];
  let found: readonly LabelFinding[] = [];
  return (readings, ownership) => {
    const titles = readings.map((reading) => reading.titles);
    if (foundWith !== ownership || !areSameItems(titles, foundIn)) {
      found = findAmbiguous(titles, ownership);
      foundIn = titles;
      foundWith = ownership;
    }
    return found;
  };
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
