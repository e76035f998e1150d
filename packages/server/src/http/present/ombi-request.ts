import type { OmbiRequest } from "@sofarr/contract";

import type { MediaRequest } from "../../domain/media-request.ts";
import type { Viewer } from "../../domain/user.ts";
import type { PresentContext } from "./download.ts";
import { ombiLink } from "./ombi-link.ts";

/** A request as one viewer may see it; that they may see it at all was decided before. */
export function presentRequest(
  request: MediaRequest,
  viewer: Viewer,
  posterUrl: string | null,
  { instances, coverArt }: PresentContext,
): OmbiRequest {
  const { requester, requestedAt } = request;
  return {
    id: request.id,
    title: request.title,
    requestedDate: requestedAt === null ? null : new Date(requestedAt).toISOString(),
    available: request.available,
    approved: request.approved,
    denied: request.denied,
    requested: true,
    deniedReason: request.deniedReason,
    theMovieDbId: request.tmdbId,
    theTvDbId: request.tvdbId,
    year: request.year,
    // Ombi knows no quality by name, only the number of a profile of some *arr.
    quality: null,
    requestedUser:
      requester === null ? null : { userName: requester.userName, alias: requester.alias },
    mediaType: request.mediaType,
    instanceId: request.instanceId,
    coverArt: posterUrl === null ? null : coverArt(viewer, posterUrl),
    ombiLink: ombiLink(instances.get(request.instanceId), viewer, request),
  };
}
