import type { ArrReading, Episode, LibraryTitle, QueueRecord } from "./arr-reading.ts";
import { areSameItems, keepUnchanged } from "./keep-unchanged.ts";
import type { MediaRequest } from "./media-request.ts";
import { ownersOf, requesterOf, titleKeys, type OwnershipFacts } from "./ownership.ts";
import type { KnownUser } from "./user.ts";
import type { Audience } from "./visibility.ts";

/**
 * How far something is that was asked for:
 * `unapproved`: somebody has to approve it first;
 * `approved`: no *arr has the title (yet, or any that was read);
 * `unreleased`: an *arr waits for it to come out;
 * `searching`: an *arr has the title, and nothing of it;
 * `partly`: of a series there is something to watch, and nothing more is coming in;
 * `held`: an *arr found a release and holds it back for a better one;
 * `clientAway`: an *arr found a release, and its download client does not answer.
 */
export type AwaitedStage =
  | "unapproved"
  | "approved"
  | "unreleased"
  | "searching"
  | "partly"
  | "held"
  | "clientAway";

/** Somebody who waits for it, and what they asked for; nobody else reads their request. */
export interface AwaitedOwner {
  /** `null` when the one who asked is nobody we know. */
  readonly user: KnownUser | null;
  /** `null` when a tag alone makes it theirs. */
  readonly request: MediaRequest | null;
}

/** Something that was asked for and is in no download client. Plain data; unchanged ones stay the same object. */
export interface Awaited {
  /** Unique over all instances. */
  readonly key: string;
  readonly mediaType: MediaRequest["mediaType"];
  readonly stage: AwaitedStage;
  /** What an *arr knows of it, `null` while none does. */
  readonly arr: { readonly instanceId: string; readonly title: LibraryTitle } | null;
  /** Whose it is, by the same witnesses as for downloads. */
  readonly owners: readonly AwaitedOwner[];
  /** Of a release that was found; empty otherwise. */
  readonly episodes: readonly Episode[];
  /** When a release was found, `null` while none is, and when nobody says. */
  readonly foundAt: number | null;
  /** When a release that is held back is taken at the earliest, or the title comes out; `null` unknown. */
  readonly until: number | null;
}

/** What it is worked out of. */
interface AwaitedFacts {
  readonly readings: readonly ArrReading[];
  readonly requests: readonly MediaRequest[];
}

/** The *arrs' word for a release whose download client is away; every other row without a client is held back. */
const CLIENT_AWAY = "downloadClientUnavailable";

/**
 * Makes the function that finds what was asked for and is not in any download client. It remembers its last result, so
 * that what did not change stays the same.
 *
 * @returns newest first.
 */
export function createAwaited(): (
  facts: AwaitedFacts,
  ownership: OwnershipFacts,
) => readonly Awaited[] {
  let last: { facts: AwaitedFacts; ownership: OwnershipFacts } | null = null;
  let found: readonly Awaited[] = [];
  return (facts, ownership) => {
    const isSame =
      last !== null &&
      last.ownership === ownership &&
      last.facts.requests === facts.requests &&
      areSameItems(last.facts.readings, facts.readings);
    if (!isSame) found = keepUnchanged(found, findAwaited(facts, ownership), ({ key }) => key);
    last = { facts, ownership };
    return found;
  };
}

/** What an audience may see of it, in the order given. All of it that is shown to anyone passes through here. */
export function awaitedVisibleTo(
  { viewer, showAll }: Audience,
  awaited: readonly Awaited[],
): readonly Awaited[] {
  return showAll
    ? awaited
    : awaited.filter(({ owners }) => owners.some(({ user }) => user?.id === viewer.id));
}

function findAwaited(
  { readings, requests }: AwaitedFacts,
  ownership: OwnershipFacts,
): readonly Awaited[] {
  const open = requests.filter(({ available, denied }) => !available && !denied);
  const held = readings.flatMap((reading) => heldBack(reading, ownership));
  const toldAlready = new Set(held.flatMap(({ owners }) => owners.map(({ request }) => request)));
  const asked = open
    .filter((request) => !toldAlready.has(request))
    .flatMap((request) => askedFor(request, readings, ownership) ?? []);
  return [...held, ...asked].toSorted(
    (a, b) => sinceOf(b) - sinceOf(a) || (a.key < b.key ? -1 : 1),
  );
}

function sinceOf({ owners, foundAt }: Awaited): number {
  const requestedAt = owners.map(({ request }) => request?.requestedAt ?? null);
  return earliest([...requestedAt, foundAt]) ?? 0;
}

/** Releases that an *arr found and has not sent to a client: one entry per title. */
function heldBack(reading: ArrReading, ownership: OwnershipFacts): readonly Awaited[] {
  const { instanceId, kind, titles } = reading;
  const byTitle = new Map<LibraryTitle, QueueRecord[]>();
  for (const row of reading.queue) {
    const title = row.titleId === null ? undefined : titles.get(row.titleId);
    if (title === undefined || row.joinKeys.length > 0) continue;
    byTitle.set(title, [...(byTitle.get(title) ?? []), row]);
  }
  const mediaType = kind === "sonarr" ? "tv" : "movie";
  return [...byTitle].map(([title, rows]) => {
    const link = {
      instanceId,
      kind,
      titleId: title.id,
      title,
      records: rows,
      grabs: [],
      isImported: false,
    };
    const owners = ownersOf({ links: [link] }, ownership);
    return {
      key: `${instanceId}/${title.id}`,
      mediaType,
      stage: rows.every(({ status }) => status === CLIENT_AWAY) ? "clientAway" : "held",
      arr: { instanceId, title },
      owners: ownership.users.flatMap((user) => {
        const witness = owners.get(user.id);
        return witness === undefined ? [] : [{ user, request: witness.request }];
      }),
      episodes: rows.flatMap(({ episode }) => episode ?? []),
      foundAt: earliest(rows.map(({ addedAt }) => addedAt)),
      until: earliest(rows.map(({ dueAt }) => dueAt)),
    };
  });
}

/** @returns `null` when it is in a download client, or to be watched. */
function askedFor(
  request: MediaRequest,
  readings: readonly ArrReading[],
  { users }: OwnershipFacts,
): Awaited | null {
  const copies = copiesOf(request, readings);
  const stage = stageOf(request, copies);
  if (stage === null) return null;
  const [copy] = copies;
  return {
    key: `${request.instanceId}/${request.mediaType}/${request.id}`,
    mediaType: request.mediaType,
    stage,
    arr: copy === undefined ? null : { instanceId: copy.reading.instanceId, title: copy.title },
    owners: [{ user: requesterOf(request, users), request }],
    episodes: [],
    foundAt: null,
    until: stage === "unreleased" ? earliest(copies.map(({ title }) => title.comesOutAt)) : null,
  };
}

/** What the *arrs' libraries hold of a request's title; the first of several. `null` while none has it. */
export function libraryTitleOf(
  request: MediaRequest,
  readings: readonly ArrReading[],
): LibraryTitle | null {
  return copiesOf(request, readings)[0]?.title ?? null;
}

/** A title as one *arr has it. */
interface Copy {
  readonly reading: ArrReading;
  readonly title: LibraryTitle;
}

function stageOf(request: MediaRequest, copies: readonly Copy[]): AwaitedStage | null {
  const isComing = copies.some(({ reading, title }) => titlesInClients(reading).has(title.id));
  const hasFile = copies.some(({ title }) => title.hasFile);
  if (isComing || (hasFile && request.mediaType === "movie")) return null;
  if (!request.approved) return "unapproved";
  if (copies.length === 0) return "approved";
  if (hasFile) return "partly";
  return copies.every(({ title }) => !title.isOut) ? "unreleased" : "searching";
}

function copiesOf(request: MediaRequest, readings: readonly ArrReading[]): readonly Copy[] {
  const kind = request.mediaType === "tv" ? "sonarr" : "radarr";
  const keys = titleKeys(request.mediaType, request.tmdbId, request.tvdbId);
  return readings
    .filter((reading) => reading.kind === kind)
    .flatMap((reading) => {
      const titles = new Set(keys.flatMap((key) => titlesByKey(reading).get(key) ?? []));
      return [...titles].map((title) => ({ reading, title }));
    });
}

/** Each belongs to exactly one library or queue, which never changes: made once, gone with it. */
const libraries = new WeakMap<ArrReading["titles"], ReadonlyMap<string, LibraryTitle>>();
const queues = new WeakMap<ArrReading["queue"], ReadonlySet<number>>();

function titlesByKey({ titles, kind }: ArrReading): ReadonlyMap<string, LibraryTitle> {
  let index = libraries.get(titles);
  if (index === undefined) {
    const mediaType = kind === "sonarr" ? "tv" : "movie";
    index = new Map(
      [...titles.values()].flatMap((title) =>
        titleKeys(mediaType, title.tmdbId, title.tvdbId).map((key) => [key, title] as const),
      ),
    );
    libraries.set(titles, index);
  }
  return index;
}

/** The titles of which something is in a download client. */
function titlesInClients({ queue }: ArrReading): ReadonlySet<number> {
  let ids = queues.get(queue);
  if (ids === undefined) {
    ids = new Set(
      queue.flatMap(({ titleId, joinKeys }) =>
        titleId === null || joinKeys.length === 0 ? [] : [titleId],
      ),
    );
    queues.set(queue, ids);
  }
  return ids;
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
