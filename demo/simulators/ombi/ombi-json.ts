import {
  USER_TYPES,
  type ChildRequest,
  type MovieRequest,
  type OmbiUser,
  type RequestState,
  type TvRequest,
} from "./ombi-nouns.ts";

/** What .NET writes for a date that was never set. */
const UNSET_DATE = "0001-01-01T00:00:00";

const REQUEST_TYPES = { tv: 0, movie: 1 } as const;
const SERIES_TYPE_STANDARD = 0;
const SOURCE_OMBI = 0;

/** UTC, but without saying so: there is no zone at the end. */
export function ombiDate(milliseconds: number | null): string {
  return milliseconds === null ? UNSET_DATE : new Date(milliseconds).toISOString().replace("Z", "");
}

/** Available wins, then denied, then approved. */
export function statusWord(state: RequestState): "Available" | "Denied" | "Processing" | "Pending" {
  if (state.available) return "Available";
  if (state.denied === true) return "Denied";
  return state.approved ? "Processing" : "Pending";
}

/** A key of Ombi's translations. */
function statusKey(state: RequestState): string {
  return {
    Available: "Common.Available",
    Denied: "Common.Denied",
    Processing: "Common.ProcessingRequest",
    Pending: "Common.PendingApproval",
  }[statusWord(state)];
}

export function movieJson(request: MovieRequest): object {
  const is4kOnly = request.requested4kAt !== null && request.requestedAt === null;
  const state = is4kOnly
    ? { approved: false, available: false, denied: null, deniedReason: null }
    : request;
  return {
    theMovieDbId: request.theMovieDbId,
    issueId: null,
    issues: null,
    subscribed: false,
    showSubscribe: false,
    rootPathOverride: 0,
    qualityOverride: 0,
    langCode: "en",
    requestCombination: 0,
    has4KRequest: request.requested4kAt !== null,
    approved4K: is4kOnly && request.approved,
    available4K: is4kOnly && request.available,
    denied4K: is4kOnly ? request.denied : null,
    deniedReason4K: is4kOnly ? request.deniedReason : null,
    requestedDate4k: ombiDate(request.requested4kAt),
    imdbId: request.imdbId,
    overview: `${request.title} was asked for in the simulator.`,
    posterPath: null,
    background: null,
    releaseDate: ombiDate(request.releasedAt),
    digitalReleaseDate: null,
    status: "Released",
    released: true,
    source: SOURCE_OMBI,
    ...stateJson(state),
    title: request.title,
    requestStatus: statusKey(state),
    requestedDate: ombiDate(request.requestedAt),
    ...requesterJson(request.requestedBy),
    requestType: REQUEST_TYPES.movie,
    id: request.id,
  };
}

/** @param isFull seasons and episodes as well; the lite lists have none. */
export function tvJson(request: TvRequest, isFull: boolean): object {
  return {
    tvDbId: request.tvDbId,
    externalProviderId: request.externalProviderId,
    imdbId: request.imdbId,
    qualityOverride: null,
    rootFolder: null,
    overview: `${request.title} was asked for in the simulator.`,
    title: request.title,
    posterPath: null,
    background: null,
    releaseDate: ombiDate(request.releasedAt),
    status: "Continuing",
    totalSeasons: Math.max(1, ...request.children.map((child) => child.seasons.length)),
    childRequests: request.children.map((child) => childJson(child, isFull)),
    id: request.id,
  };
}

export function childJson(child: ChildRequest, isFull: boolean): object {
  return {
    // The title is the show's; the child's own is not filled in.
    title: null,
    parentRequestId: child.parentRequestId,
    issueId: null,
    seriesType: SERIES_TYPE_STANDARD,
    subscribed: false,
    showSubscribe: false,
    source: SOURCE_OMBI,
    ...stateJson(child),
    requestStatus: statusKey(child),
    requestedDate: ombiDate(child.requestedAt),
    ...requesterJson(child.requestedBy),
    requestType: REQUEST_TYPES.tv,
    seasonRequests: isFull ? child.seasons.map((season) => seasonJson(child, season)) : [],
    id: child.id,
  };
}

function seasonJson(child: ChildRequest, season: ChildRequest["seasons"][number]): object {
  const { approved, available } = child;
  return {
    seasonNumber: season.seasonNumber,
    seasonAvailable: available,
    episodes: Array.from({ length: season.episodes }, (_, at) => ({
      episodeNumber: at + 1,
      title: `Part ${at + 1}`,
      airDate: UNSET_DATE,
      available,
      approved,
      requested: true,
      requestStatus: statusKey(child),
      id: child.id * 1000 + season.seasonNumber * 100 + at,
    })),
    id: child.id * 100 + season.seasonNumber,
  };
}

function stateJson(state: RequestState): object {
  return {
    approved: state.approved,
    markedAsApproved: UNSET_DATE,
    available: state.available,
    markedAsAvailable: null,
    denied: state.denied,
    markedAsDenied: UNSET_DATE,
    deniedReason: state.deniedReason,
    canApprove: !state.approved && !state.available,
  };
}

function requesterJson(user: OmbiUser | null): object {
  return {
    requestedUserId: user?.id ?? null,
    requestedByAlias: null,
    requestedUser:
      user === null
        ? null
        : {
            alias: user.alias,
            userType: USER_TYPES[user.userType],
            providerUserId: user.providerUserId,
            lastLoggedIn: null,
            language: null,
            userAlias: user.alias ?? user.userName,
            isEmbyConnect: user.userType === "embyConnect",
            id: user.id,
            userName: user.userName,
            normalizedUserName: user.userName.toUpperCase(),
            email: user.emailAddress,
          },
  };
}

/** An account as the user list has it. */
export function userJson(user: OmbiUser): object {
  return {
    id: user.id,
    userName: user.userName,
    alias: user.alias,
    claims: [{ value: user.isAdmin ? "Admin" : "RequestMovie", enabled: true }],
    emailAddress: user.emailAddress,
    password: null,
    lastLoggedIn: null,
    hasLoggedIn: false,
    userType: USER_TYPES[user.userType],
  };
}
