import type { LibraryTitle } from "./arr-reading.ts";
import type { ArrLink, TrackedDownload } from "./match-downloads.ts";
import type { MediaRequest } from "./media-request.ts";
import { createLabelResolver, type LabelResolver, type LabelVerdict } from "./tags.ts";
import { foldUserName, type KnownUser } from "./user.ts";

/** Why a download is somebody's. Every witness is exact; nothing is inferred from a title. */
export interface Witness {
  /** The tag label that says so, or `null` when a request alone does. */
  readonly label: string | null;
  /** The request that says so, or `null` when a tag alone does. */
  readonly request: MediaRequest | null;
}

/** Who a download belongs to, by folded user id; empty when nobody can be shown to own it. */
export type Owners = ReadonlyMap<string, Witness>;

/** What is owned by way of the titles it is for: a download, or what history tells of a release. */
type ForTitles = Pick<TrackedDownload, "links">;

/** What ownership is decided from, besides the thing itself. */
export interface OwnershipFacts {
  readonly users: readonly KnownUser[];
  readonly resolveLabel: LabelResolver;
  readonly requests: RequestIndex;
}

/** Requests by the title they are for. */
export type RequestIndex = ReadonlyMap<string, readonly MediaRequest[]>;

/** A tag label on a download, and whom it means. */
export interface LabelFinding {
  readonly label: string;
  readonly verdict: LabelVerdict;
}

/**
 * Makes the function that gathers what ownership is decided from. It remembers its last result: the same lists give
 * the same object.
 *
 * @param userTags the admin's explicit mapping, see `createLabelResolver`.
 */
export function createOwnershipFacts(
  userTags: ReadonlyMap<string, readonly string[]>,
): (users: readonly KnownUser[], requests: readonly MediaRequest[]) => OwnershipFacts {
  let last: { users: unknown; requests: unknown; facts: OwnershipFacts } | null = null;
  return (users, requests) => {
    if (last === null || last.users !== users || last.requests !== requests) {
      const resolveLabel = createLabelResolver(users, userTags);
      const facts = { users, resolveLabel, requests: indexRequests(requests) };
      last = { users, requests, facts };
    }
    return last.facts;
  };
}

/** Indexes requests under every id their title has. Ids of movies and shows are different numbers. */
function indexRequests(requests: readonly MediaRequest[]): RequestIndex {
  const index = new Map<string, MediaRequest[]>();
  for (const request of requests) {
    for (const key of titleKeys(request.mediaType, request.tmdbId, request.tvdbId)) {
      const group = index.get(key);
      if (group === undefined) index.set(key, [request]);
      else group.push(request);
    }
  }
  return index;
}

/** Every request for the titles something is for, of whoever. */
export function requestsFor(thing: ForTitles, requests: RequestIndex): readonly MediaRequest[] {
  const found = new Set<MediaRequest>();
  for (const link of thing.links) {
    if (link.title === null) continue;
    for (const key of titleKeysOfLink(link, link.title)) {
      for (const request of requests.get(key) ?? []) found.add(request);
    }
  }
  return [...found];
}

/** The tag labels on the titles something is for, each once, with whom it means. */
export function labelsOf(thing: ForTitles, resolveLabel: LabelResolver): readonly LabelFinding[] {
  const labels = new Set(thing.links.flatMap((link) => link.title?.tagLabels ?? []));
  return [...labels].map((label) => ({ label, verdict: resolveLabel(label) }));
}

/**
 * Decides whose a download, or what came of one, is.
 *
 * A tag label that means exactly one person makes it theirs; one that fits two people counts for neither. A
 * request for the same TMDB or TVDB id makes it the requester's, unless the request was denied.
 */
export function ownersOf(thing: ForTitles, facts: OwnershipFacts): Owners {
  const owners = new Map<string, Witness>();
  for (const { label, verdict } of labelsOf(thing, facts.resolveLabel)) {
    if (verdict.kind === "user" && !owners.has(verdict.user.id)) {
      owners.set(verdict.user.id, { label, request: null });
    }
  }
  for (const request of requestsFor(thing, facts.requests)) {
    const user = request.denied ? null : requesterOf(request, facts.users);
    const witness = user === null ? undefined : owners.get(user.id);
    if (user !== null && (witness?.request ?? null) === null) {
      owners.set(user.id, { label: witness?.label ?? null, request });
    }
  }
  return owners;
}

/** Whether the same people own it for the same reasons. */
export function areSameOwners(a: Owners, b: Owners): boolean {
  return (
    a.size === b.size &&
    [...a].every(([userId, { label, request }]) => {
      const other = b.get(userId);
      return other !== undefined && other.label === label && other.request === request;
    })
  );
}

/** The known user behind a request: by media-server id, or, lacking one, by the same name without case. */
export function requesterOf(request: MediaRequest, users: readonly KnownUser[]): KnownUser | null {
  const { requester } = request;
  if (requester === null) return null;
  const fits =
    requester.mediaServerUserId === null
      ? users.filter((user) => foldUserName(user.name) === foldUserName(requester.userName))
      : users.filter((user) => user.id === requester.mediaServerUserId);
  const [only, ...others] = fits;
  return only !== undefined && others.length === 0 ? only : null;
}

function titleKeysOfLink(link: ArrLink, title: LibraryTitle): readonly string[] {
  return titleKeys(link.kind === "sonarr" ? "tv" : "movie", title.tmdbId, title.tvdbId);
}

/** Under what a title is known everywhere. Ids of movies and shows are different numbers. */
export function titleKeys(
  mediaType: MediaRequest["mediaType"],
  tmdbId: number | null,
  tvdbId: number | null,
): readonly string[] {
  const keys: string[] = [];
  if (tmdbId !== null && tmdbId > 0) keys.push(`${mediaType}:tmdb:${tmdbId}`);
  if (mediaType === "tv" && tvdbId !== null && tvdbId > 0) keys.push(`tv:tvdb:${tvdbId}`);
  return keys;
}
