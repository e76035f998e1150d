import type { MediaRequest, Requester } from "../../domain/media-request.ts";
import { foldUserId } from "../../domain/user.ts";
import { plainText } from "../plain-text.ts";
import type { WireMovieRequest, WireProgress, WireShow, WireUser } from "./wire.ts";

export function toMovieRequest(instanceId: string, movie: WireMovieRequest): MediaRequest {
  // A request for the 4K copy alone leaves the usual one unset and unapproved: it must not look forgotten.
  const isOnlyIn4k = movie.in4k !== null && movie.usual.requestedAt === null;
  const progress = isOnlyIn4k && movie.in4k !== null ? movie.in4k : movie.usual;
  return {
    instanceId,
    id: movie.id,
    mediaType: "movie",
    title: plainText(movie.title ?? ""),
    year: yearOf(movie.releasedAt),
    tmdbId: movie.theMovieDbId,
    tvdbId: null,
    ...progressOf(progress),
    requester: toRequester(movie.requestedUser),
  };
}

/** One request per person and show: flags and person are the child's, title and ids the show's. */
export function toShowRequests(instanceId: string, show: WireShow): readonly MediaRequest[] {
  return show.childRequests.map((child) => ({
    instanceId,
    id: child.id,
    mediaType: "tv",
    title: plainText(child.title ?? show.title ?? ""),
    year: yearOf(show.releasedAt),
    tmdbId: show.externalProviderId,
    tvdbId: show.tvDbId,
    ...progressOf(child.progress),
    requester: toRequester(child.requestedUser),
  }));
}

function progressOf(progress: WireProgress): WireProgress {
  const { requestedAt, available, approved, denied, deniedReason } = progress;
  return {
    requestedAt,
    available,
    approved,
    denied,
    deniedReason: deniedReason === null ? null : plainText(deniedReason),
  };
}

/** Source: Ombi UserType. */
const USER_TYPES = { system: 0, emby: 3, jellyfin: 5 } as const;

/**
 * The person behind a request. For Emby and Jellyfin accounts `providerUserId` is the media server's own user id;
 * for others (Plex, Emby Connect) it is some other service's and says nothing here. Ombi's built-in system user is
 * nobody: what was asked for by API key must not fall to somebody who happens to be called "Api".
 */
function toRequester(user: WireUser | null): Requester | null {
  if (user === null || user.userType === USER_TYPES.system) return null;
  const isOfMediaServer =
    user.userType === USER_TYPES.emby || user.userType === USER_TYPES.jellyfin;
  return {
    mediaServerUserId:
      isOfMediaServer && user.providerUserId !== null ? foldUserId(user.providerUserId) : null,
    userName: plainText(user.userName),
    alias: user.alias === null ? null : plainText(user.alias),
  };
}

function yearOf(releasedAt: number | null): number | null {
  return releasedAt === null ? null : new Date(releasedAt).getUTCFullYear();
}
