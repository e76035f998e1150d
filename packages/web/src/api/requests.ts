import type { OmbiRequestsQuery, OmbiRequestsResponse } from "@sofarr/contract";

import type { ApiClient } from "./client.ts";

/** Which requests to ask for; what is `null` or empty is not asked for in particular. */
export interface RequestsWish {
  readonly type: "movie" | "tv" | null;
  readonly status: "pending" | "approved" | "available" | "denied" | null;
  readonly sort: NonNullable<OmbiRequestsQuery["sort"]>;
  readonly query: string;
  /** Everybody's; the server grants it to admins alone. */
  readonly everyone: boolean;
}

/** Longer than any title; an address should stay short. */
const LONGEST_SEARCH = 200;

/** The path of the request, with every parameter the server should know. */
export function requestsPath({ type, status, sort, query, everyone }: RequestsWish): string {
  const params = new URLSearchParams({ sort, showAll: String(everyone) });
  if (type !== null) params.set("type", type);
  if (status !== null) params.set("status", status);
  const search = query.trim().slice(0, LONGEST_SEARCH);
  if (search !== "") params.set("search", search);
  return `api/ombi/requests?${params.toString()}`;
}

/**
 * What was asked for in Ombi, selected and sorted by the server.
 *
 * @throws ApiError
 */
export async function fetchRequests(
  api: ApiClient,
  wish: RequestsWish,
): Promise<OmbiRequestsResponse> {
  return api.get<OmbiRequestsResponse>(requestsPath(wish));
}
