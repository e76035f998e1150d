import {
  flagOf,
  idOf,
  instantOf,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from "../json-fields.ts";

/** What Ombi says of how far a request is; movies have it twice, for the usual and for the 4K copy. */
export interface WireProgress {
  /** `null` when there is no such request (.NET's unset date). */
  readonly requestedAt: number | null;
  readonly available: boolean;
  readonly approved: boolean;
  readonly denied: boolean;
  readonly deniedReason: string | null;
}

export interface WireMovieRequest {
  readonly id: number;
  readonly title: string | null;
  readonly releasedAt: number | null;
  readonly theMovieDbId: number | null;
  readonly usual: WireProgress;
  /** `null` when no 4K copy was asked for. */
  readonly in4k: WireProgress | null;
  readonly requestedUser: WireUser | null;
}

/** A show; what was asked for, by whom and how far it is stands in its child requests. */
export interface WireShow {
  readonly title: string | null;
  readonly releasedAt: number | null;
  /** The TMDB id. */
  readonly externalProviderId: number | null;
  readonly tvDbId: number | null;
  readonly childRequests: readonly WireChildRequest[];
}

interface WireChildRequest {
  readonly id: number;
  /** Mostly absent. */
  readonly title: string | null;
  readonly progress: WireProgress;
  readonly requestedUser: WireUser | null;
}

export interface WireUser {
  readonly userName: string;
  readonly alias: string | null;
  readonly userType: number | null;
  readonly providerUserId: string | null;
}

/** Ombi's number for a request of music, which sofarr does not show. Source: Ombi RequestType. */
const ALBUM = 2;

/** @returns `null` when it is no list of movie requests. */
export function parseMovieRequests(answer: unknown): readonly WireMovieRequest[] | null {
  if (!Array.isArray(answer)) return null;
  return objectsOf(answer).flatMap((row) => {
    const id = idOf(row["id"]);
    if (id === null || row["requestType"] === ALBUM) return [];
    return [
      {
        id,
        title: textOf(row["title"]),
        releasedAt: instantOf(row["releaseDate"]),
        theMovieDbId: idOf(row["theMovieDbId"]),
        usual: parseProgress(row),
        in4k: row["has4KRequest"] === true ? parseProgressIn4k(row) : null,
        requestedUser: parseUser(row["requestedUser"]),
      },
    ];
  });
}

/** @returns `null` when it is no list of shows. */
export function parseShows(answer: unknown): readonly WireShow[] | null {
  if (!Array.isArray(answer)) return null;
  return objectsOf(answer).map((show) => ({
    title: textOf(show["title"]),
    releasedAt: instantOf(show["releaseDate"]),
    externalProviderId: idOf(show["externalProviderId"]),
    tvDbId: idOf(show["tvDbId"]),
    childRequests: objectsOf(show["childRequests"]).flatMap((child) => {
      const id = idOf(child["id"]);
      if (id === null || child["requestType"] === ALBUM) return [];
      return [
        {
          id,
          title: textOf(child["title"]),
          progress: parseProgress(child),
          requestedUser: parseUser(child["requestedUser"]),
        },
      ];
    }),
  }));
}

/** `denied` is true, false or null. */
function parseProgress(row: JsonObject): WireProgress {
  return {
    requestedAt: instantOf(row["requestedDate"]),
    available: flagOf(row["available"]) ?? false,
    approved: flagOf(row["approved"]) ?? false,
    denied: flagOf(row["denied"]) ?? false,
    deniedReason: textOf(row["deniedReason"]),
  };
}

function parseProgressIn4k(row: JsonObject): WireProgress {
  return {
    requestedAt: instantOf(row["requestedDate4k"]),
    available: flagOf(row["available4K"]) ?? false,
    approved: flagOf(row["approved4K"]) ?? false,
    denied: flagOf(row["denied4K"]) ?? false,
    deniedReason: textOf(row["deniedReason4K"]),
  };
}

function parseUser(value: unknown): WireUser | null {
  const user = objectOf(value);
  const userName = textOf(user?.["userName"]);
  if (user === null || userName === null) return null;
  return {
    userName,
    alias: textOf(user["alias"]),
    userType: numberOf(user["userType"]),
    providerUserId: textOf(user["providerUserId"]),
  };
}
