/** Where an account comes from; integers on the wire. */
export const USER_TYPES = {
  system: 0,
  local: 1,
  plex: 2,
  emby: 3,
  embyConnect: 4,
  jellyfin: 5,
} as const;

export type OmbiUserType = keyof typeof USER_TYPES;

export interface OmbiUser {
  readonly id: string;
  userName: string;
  alias: string | null;
  readonly emailAddress: string | null;
  readonly userType: OmbiUserType;
  /** The media server's id of this person; `null` for accounts that are Ombi's own. */
  readonly providerUserId: string | null;
  readonly isAdmin: boolean;
}

/** What a movie request and one person's part of a show have in common. */
export interface RequestState {
  approved: boolean;
  available: boolean;
  /** `null` while nobody decided. */
  denied: boolean | null;
  deniedReason: string | null;
}

export interface MovieRequest extends RequestState {
  readonly id: number;
  readonly title: string;
  readonly theMovieDbId: number;
  readonly imdbId: string | null;
  readonly releasedAt: number | null;
  /** `null` for a request of the 4K version alone, whose flags are the other ones. */
  readonly requestedAt: number | null;
  /** `null` when the account was deleted. */
  requestedBy: OmbiUser | null;
  /** When the 4K version was asked for, or `null`. Alone, the state above is that version's. */
  readonly requested4kAt: number | null;
}

export interface TvRequest {
  readonly id: number;
  readonly title: string;
  /** TMDB id, whatever its name on the wire. */
  readonly externalProviderId: number;
  /** Old, often 0. */
  readonly tvDbId: number;
  readonly imdbId: string | null;
  readonly releasedAt: number | null;
  children: ChildRequest[];
}

/** One person's part of a show: user and flags live here. */
export interface ChildRequest extends RequestState {
  readonly id: number;
  readonly parentRequestId: number;
  readonly requestedAt: number;
  requestedBy: OmbiUser | null;
  /** Season number and how many episodes of it. */
  readonly seasons: readonly { readonly seasonNumber: number; readonly episodes: number }[];
}

/** The one webhook target there is. */
export interface WebhookSettings {
  readonly enabled: boolean;
  readonly webhookUrl: string | null;
  readonly applicationToken: string | null;
  readonly id: number;
}
