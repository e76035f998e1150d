import type { Episode, NormalizedDownload } from "@sofarr/contract";

import { importIssuesOf, type BlocklistVerdict } from "../../domain/blocklist-eligibility.ts";
import type { ArrLink } from "../../domain/match-downloads.ts";
import type { MediaRequest } from "../../domain/media-request.ts";
import type { OwnedDownload } from "../../domain/snapshot.ts";
import type { Viewer } from "../../domain/user.ts";
import { withoutPathsAndLinks } from "../../domain/visibility.ts";
import type { Instance } from "../../upstreams/instance.ts";
import { arrUrn } from "../arr-instance-url.ts";
import { badgesOf, labelsFor, matchedLabel } from "./labels.ts";
import { ombiLink } from "./ombi-link.ts";

/** What presenting needs to know besides the download and the viewer. */
export interface PresentContext {
  readonly instances: ReadonlyMap<string, Instance>;
  /** Hands out an address of ours for a poster, good for this viewer only. */
  readonly coverArt: (viewer: Viewer, posterUrl: string) => string;
}

/**
 * A download as one viewer may see it: the only place where domain words become contract words, and where fields for
 * admins are added. Others get no path, no link to an upstream, no label or tag that means somebody else.
 */
export function presentDownload(
  owned: OwnedDownload,
  viewer: Viewer,
  verdict: BlocklistVerdict,
  context: PresentContext,
): NormalizedDownload {
  const { download } = owned;
  const link = mainLink(owned);
  const title = link?.title ?? null;
  const rows = link === null ? [] : link.records.length > 0 ? link.records : link.grabs;
  const words = viewer.isAdmin ? (text: string): string => text : withoutPathsAndLinks;
  const record = link?.records[0] ?? null;
  return {
    id: download.id,
    title: download.title,
    type: download.protocol,
    client: kindOf(download.instanceId, context),
    instanceId: download.instanceId,
    instanceName: context.instances.get(download.instanceId)?.name ?? download.instanceId,
    status: download.status,
    progress: Math.round(download.progressPercent * 10) / 10,
    size: download.sizeBytes ?? 0,
    downloaded: Math.round(download.downloadedBytes),
    speed: Math.round(download.bytesPerSecond),
    eta: download.etaSeconds === null ? null : Math.round(download.etaSeconds),
    placeInLine: download.placeInLine,
    category: download.category ?? "",
    tags: viewer.isAdmin ? [...download.tags] : [],
    ...(download.addedAt === null ? {} : { addedOn: new Date(download.addedAt).toISOString() }),
    ...requestFields(owned, viewer, context),
    arrQueueId: record?.id ?? null,
    arrType: link === null ? null : link.kind === "sonarr" ? "series" : "movie",
    arrInstanceKey: null,
    seriesName: link?.kind === "sonarr" ? (title?.title ?? null) : null,
    movieName: link?.kind === "radarr" ? (title?.title ?? null) : null,
    year: title?.year ?? null,
    episodes: episodesOf(rows),
    coverArt: title?.posterUrl == null ? null : context.coverArt(viewer, title.posterUrl),
    quality: rows[0]?.quality ?? null,
    allTags: labelsFor(owned.labels, viewer),
    matchedUserTag: matchedLabel(owned.owners, viewer),
    importIssues: importIssuesOf(owned).map((issue) => words(issue)),
    clientMessage: download.message === null ? null : words(download.message),
    arrState: record?.trackedState ?? (link?.isImported === true ? "imported" : null),
    availability: download.availabilityPercent,
    seeders: download.seeders,
    peers: download.peers,
    arrContentId: contentIds(link)[0] ?? null,
    arrContentIds: contentIds(link),
    arrSeriesId: link?.kind === "sonarr" ? link.titleId : null,
    arrContentType: link === null ? null : link.kind === "sonarr" ? "episode" : "movie",
    canBlocklist: verdict.allowed,
    blocklistReason: verdict.reason,
    ...(viewer.isAdmin ? adminFields(owned, link, context) : NOT_FOR_OTHERS),
    ...(link === null
      ? { arrInstanceUrl: null }
      : { arrInstanceUrl: instanceUrl(link, viewer, context) }),
  };
}

const NOT_FOR_OTHERS = {
  arrLink: null,
  downloadPath: null,
  targetPath: null,
  indexer: null,
} as const;

function adminFields(
  owned: OwnedDownload,
  link: ArrLink | null,
  context: PresentContext,
): Pick<
  NormalizedDownload,
  "arrLink" | "downloadPath" | "targetPath" | "indexer" | "tagBadges" | "savePath"
> {
  const { savePath } = owned.download;
  const instance = link === null ? undefined : context.instances.get(link.instanceId);
  const record = link?.records[0] ?? null;
  return {
    arrLink:
      instance === undefined || link?.title == null
        ? null
        : (instance.publicUrl ?? instance.url) + link.title.pagePath,
    downloadPath: savePath ?? record?.outputPath ?? null,
    targetPath: link?.title?.path ?? null,
    indexer: record?.indexer ?? link?.grabs[0]?.indexer ?? null,
    tagBadges: badgesOf(owned.labels),
    ...(savePath === null ? {} : { savePath }),
  };
}

/** The Ombi side: the request (others than admins: their own only) and the title's page there. */
function requestFields(
  owned: OwnedDownload,
  viewer: Viewer,
  context: PresentContext,
): Pick<NormalizedDownload, "ombiLink" | "ombiRequestId" | "ombiTooltip"> {
  const request = requestFor(owned, viewer);
  const link = mainLink(owned);
  const instance =
    request === null
      ? [...context.instances.values()].find(({ kind }) => kind === "ombi")
      : context.instances.get(request.instanceId);
  const page =
    link === null || link.title === null
      ? null
      : ombiLink(instance, viewer, {
          mediaType: link.kind === "sonarr" ? "tv" : "movie",
          tmdbId: link.title.tmdbId ?? request?.tmdbId ?? null,
          title: link.title.title,
        });
  return {
    ombiLink: page,
    ombiRequestId: request === null ? null : String(request.id),
    ombiTooltip: page === null ? null : request === null ? "Search" : "Request",
  };
}

function requestFor(owned: OwnedDownload, viewer: Viewer): MediaRequest | null {
  const own = owned.owners.get(viewer.id)?.request ?? null;
  return own ?? (viewer.isAdmin ? (owned.requests[0] ?? null) : null);
}

/** The link that says what a download is for: one with a known title before one without. */
function mainLink(owned: OwnedDownload): ArrLink | null {
  return owned.links.find((link) => link.title !== null) ?? owned.links[0] ?? null;
}

function episodesOf(rows: ArrLink["records"] | ArrLink["grabs"]): Episode[] {
  const episodes = new Map<number, Episode>();
  for (const { episode } of rows) {
    if (episode === null) continue;
    const { id, seasonNumber, episodeNumber, title } = episode;
    episodes.set(id, { seasonNumber, episodeNumber, title });
  }
  return [...episodes.values()].sort(
    (a, b) => a.seasonNumber - b.seasonNumber || a.episodeNumber - b.episodeNumber,
  );
}

function contentIds(link: ArrLink | null): number[] {
  if (link === null || link.titleId === null) return [];
  if (link.kind === "radarr") return [link.titleId];
  return [
    ...new Set(link.records.flatMap(({ episode }) => (episode === null ? [] : [episode.id]))),
  ];
}

function instanceUrl(link: ArrLink, viewer: Viewer, context: PresentContext): string {
  const url = context.instances.get(link.instanceId)?.url;
  return viewer.isAdmin && url !== undefined ? url : arrUrn(link.instanceId);
}

function kindOf(instanceId: string, context: PresentContext): string {
  return context.instances.get(instanceId)?.kind ?? "unknown";
}
