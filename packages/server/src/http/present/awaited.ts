import type { AwaitedTitle } from "@sofarr/contract";

import type { Awaited } from "../../domain/awaited.ts";
import type { Viewer } from "../../domain/user.ts";
import type { PresentContext } from "./download.ts";
import { ombiLink } from "./ombi-link.ts";

/** Something awaited as one viewer may see it. Others than admins read of their own request alone. */
export function presentAwaited(
  awaited: Awaited,
  viewer: Viewer,
  { instances, coverArt }: PresentContext,
): AwaitedTitle {
  const { arr, mediaType, owners, foundAt, until } = awaited;
  const mine = owners.find(({ user }) => user?.id === viewer.id);
  const request = (mine ?? (viewer.isAdmin ? owners[0] : undefined))?.request ?? null;
  const title = arr?.title.title || request?.title || "";
  const ombi =
    request === null
      ? [...instances.values()].find(({ kind }) => kind === "ombi")
      : instances.get(request.instanceId);
  const about = { mediaType, title, tmdbId: arr?.title.tmdbId ?? request?.tmdbId ?? null };
  const arrInstance = arr === null ? undefined : instances.get(arr.instanceId);
  return {
    id: awaited.key,
    mediaType,
    stage: awaited.stage,
    title,
    year: arr?.title.year ?? request?.year ?? null,
    episodes: awaited.episodes.map(({ seasonNumber, episodeNumber, title: name }) => ({
      seasonNumber,
      episodeNumber,
      title: name,
    })),
    coverArt: arr?.title.posterUrl == null ? null : coverArt(viewer, arr.title.posterUrl),
    since: isoTime(request?.requestedAt ?? foundAt),
    until: isoTime(until),
    ombiRequestId: request === null ? null : String(request.id),
    ombiLink: ombiLink(ombi, viewer, about),
    arrLink:
      !viewer.isAdmin || arr === null || arrInstance === undefined
        ? null
        : (arrInstance.publicUrl ?? arrInstance.url) + arr.title.pagePath,
    people: viewer.isAdmin ? owners.flatMap(({ user }) => user?.name ?? []) : [],
  };
}

function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
