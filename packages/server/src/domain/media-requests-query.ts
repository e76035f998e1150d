import type { MediaRequest } from "./media-request.ts";
import { requesterOf } from "./ownership.ts";
import type { KnownUser } from "./user.ts";
import type { Audience } from "./visibility.ts";

export type RequestStatus = "pending" | "approved" | "available" | "denied";
export type RequestSort = "requestedDate_desc" | "requestedDate_asc" | "title_asc" | "title_desc";

/** Which requests somebody wants to see, and in which order. */
export interface RequestsQuery {
  /** Empty = both kinds. */
  readonly mediaTypes: readonly MediaRequest["mediaType"][];
  /** Empty = every state. */
  readonly statuses: readonly RequestStatus[];
  /** A part of the title, whatever its case; empty = every title. */
  readonly search: string;
  readonly sort: RequestSort;
}

/** Where a request is, in the order in which Ombi itself decides. */
export function statusOf(request: MediaRequest): RequestStatus {
  if (request.available) return "available";
  if (request.denied) return "denied";
  return request.approved ? "approved" : "pending";
}

/**
 * The requests an audience may see, in the order given.
 *
 * @param users everybody known: whose a request is, is decided as for downloads (`requesterOf`).
 */
export function requestsVisibleTo(
  audience: Audience,
  requests: readonly MediaRequest[],
  users: readonly KnownUser[],
): readonly MediaRequest[] {
  if (audience.showAll) return requests;
  const { id } = audience.viewer;
  return requests.filter((request) => requesterOf(request, users)?.id === id);
}

/** Those that fit the query, sorted by it; what is told apart by nothing else keeps to title and id. */
export function selectRequests(
  requests: readonly MediaRequest[],
  query: RequestsQuery,
): readonly MediaRequest[] {
  const { mediaTypes, statuses } = query;
  const part = folded(query.search);
  const fits = (request: MediaRequest): boolean =>
    (mediaTypes.length === 0 || mediaTypes.includes(request.mediaType)) &&
    (statuses.length === 0 || statuses.includes(statusOf(request))) &&
    folded(request.title).includes(part);
  const compare = COMPARE[query.sort];
  return requests.filter(fits).toSorted((a, b) => compare(a, b) || byTitle(a, b) || byId(a, b));
}

type Compare = (a: MediaRequest, b: MediaRequest) => number;

/** One order for everybody, whatever the machine's language: letters before case and accents, numbers as numbers. */
const TITLES = new Intl.Collator("en", { numeric: true });

const byTitle: Compare = (a, b) => TITLES.compare(a.title, b.title);

/** Ids count per Ombi and per kind. */
const byId: Compare = (a, b) =>
  TITLES.compare(a.instanceId, b.instanceId) ||
  TITLES.compare(a.mediaType, b.mediaType) ||
  a.id - b.id;

const COMPARE: Readonly<Record<RequestSort, Compare>> = {
  requestedDate_desc: (a, b) => byInstant(b.requestedAt, a.requestedAt, Number.NEGATIVE_INFINITY),
  requestedDate_asc: (a, b) => byInstant(a.requestedAt, b.requestedAt, Number.POSITIVE_INFINITY),
  title_asc: byTitle,
  title_desc: (a, b) => byTitle(b, a),
};

/** @param unknown stands for a date that is not known, so that it comes last either way. */
function byInstant(a: number | null, b: number | null, unknown: number): number {
  const [left, right] = [a ?? unknown, b ?? unknown];
  return left === right ? 0 : left - right;
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
