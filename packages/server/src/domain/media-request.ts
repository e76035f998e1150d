/** One Ombi request, movie or one person's part of a show; all requesters' are read, visibility is decided later. */
export interface MediaRequest {
  readonly instanceId: string;
  /** Ombi's id of the movie request or of the child request. */
  readonly id: number;
  readonly mediaType: "movie" | "tv";
  readonly title: string;
  /** Release year, `null` unknown. */
  readonly year: number | null;
  readonly tmdbId: number | null;
  readonly tvdbId: number | null;
  readonly requestedAt: number | null;
  readonly available: boolean;
  readonly approved: boolean;
  readonly denied: boolean;
  readonly deniedReason: string | null;
  readonly requester: Requester | null;
}

/** The person behind a request; `null` on a request whose account was deleted. */
export interface Requester {
  /** Folded media-server user id (`foldUserId`), or `null` for accounts that are Ombi's own. */
  readonly mediaServerUserId: string | null;
  readonly userName: string;
  readonly alias: string | null;
}
