import type { HistoryItem } from "@sofarr/contract";

import type { OwnedOutcome } from "../../domain/history.ts";
import type { Viewer } from "../../domain/user.ts";
import { withoutPathsAndLinks } from "../../domain/visibility.ts";
import type { PresentContext } from "./download.ts";
import { badgesOf, labelsFor, matchedLabel } from "./labels.ts";

/** What came of a release as one viewer may see it; that they may see it at all was decided before. */
export function presentOutcome(
  outcome: OwnedOutcome,
  viewer: Viewer,
  context: PresentContext,
): HistoryItem {
  const { kind, title, message } = outcome;
  const instance = context.instances.get(outcome.instanceId);
  const name = title?.title ?? null;
  const isFailure = outcome.outcome === "failed";
  const address = viewer.isAdmin ? (instance?.publicUrl ?? instance?.url ?? null) : null;
  return {
    id: outcome.id,
    type: kind === "sonarr" ? "series" : "movie",
    outcome: outcome.outcome,
    title: withoutPathsAndLinks(outcome.releaseTitle),
    seriesName: kind === "sonarr" ? name : null,
    movieName: kind === "radarr" ? name : null,
    episodes: outcome.episodes.map(({ seasonNumber, episodeNumber, title: episodeTitle }) => ({
      seasonNumber,
      episodeNumber,
      title: episodeTitle,
    })),
    coverArt: title?.posterUrl == null ? null : context.coverArt(viewer, title.posterUrl),
    completedAt: new Date(outcome.at).toISOString(),
    quality: outcome.quality,
    instanceName: instance?.name ?? null,
    arrLink: address === null || title === null ? null : address + title.pagePath,
    allTags: labelsFor(outcome.labels, viewer),
    matchedUserTag: matchedLabel(outcome.owners, viewer),
    ...(viewer.isAdmin ? { tagBadges: badgesOf(outcome.labels) } : {}),
    availableForUpgrade: isFailure && outcome.isOnDisk,
    failureMessage: isFailure && message !== null ? withoutPathsAndLinks(message) : null,
  };
}
