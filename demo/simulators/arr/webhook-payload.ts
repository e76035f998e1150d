import { dateText } from "./arr-json.ts";
import type { ArrEpisode, ArrTitle, QueueItem } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import { imagesOf, slugOf } from "./library-resource.ts";
import { languageResource } from "./release-words.ts";

const RELEASE_GROUP = "SIMGRP";

/** The parts webhook bodies are made of, each in the form of this app and version. */

/** Who sends. Versions before this say nothing. */
export function sender(world: ArrWorld): object {
  if (!world.features.hasWebhookSender) return {};
  const { instanceName, applicationUrl } = world.settings;
  return { instanceName, applicationUrl };
}

/** The series or movie, under the name its app gives it. */
export function titlePart(world: ArrWorld, title: ArrTitle): object {
  return world.vocabulary.kind === "sonarr"
    ? { series: seriesPart(world, title) }
    : { movie: moviePart(world, title), remoteMovie: remoteMoviePart(title) };
}

function seriesPart(world: ArrWorld, title: ArrTitle): object {
  const isVersion3 = !world.features.hasLanguageList;
  return {
    id: title.id,
    title: title.title,
    path: title.path,
    tvdbId: title.tvdbId,
    tvMazeId: 0,
    imdbId: title.imdbId,
    type: title.seriesType,
    ...(isVersion3
      ? {}
      : { titleSlug: slugOf(title.title), year: title.year, tmdbId: title.tmdbId }),
    ...recentParts(world, title),
  };
}

function moviePart(world: ArrWorld, title: ArrTitle): object {
  return {
    id: title.id,
    title: title.title,
    year: title.year,
    releaseDate: `${title.year}-06-01`,
    folderPath: title.path,
    tmdbId: title.tmdbId,
    imdbId: title.imdbId,
    overview: title.overview,
    ...recentParts(world, title),
  };
}

/** Genres, pictures, tags as labels, original language: each came with its own version. */
function recentParts(world: ArrWorld, title: ArrTitle): object {
  const { features } = world;
  return {
    genres: features.hasWebhookImages ? title.genres : null,
    images: features.hasWebhookImages ? imagesOf(world, title, true) : null,
    tags: features.hasWebhookTags ? labelsOf(world, title) : null,
    originalLanguage: features.hasWebhookOriginalLanguage ? languageResource("English") : null,
  };
}

function labelsOf(world: ArrWorld, title: ArrTitle): string[] {
  return title.tagIds.flatMap((id) => world.tags.find((tag) => tag.id === id)?.label ?? []);
}

function remoteMoviePart(title: ArrTitle): object {
  const { tmdbId, imdbId, year } = title;
  return { tmdbId, imdbId, title: title.title, year };
}

export function episodePart(episode: ArrEpisode): object {
  const airDateUtc = dateText(episode.airedAt);
  return {
    id: episode.id,
    episodeNumber: episode.episodeNumber,
    seasonNumber: episode.seasonNumber,
    title: episode.title,
    airDate: airDateUtc.slice(0, "2026-01-01".length),
    airDateUtc,
    seriesId: episode.titleId,
  };
}

/** The release as a Grab tells it, with its quality as a string. */
export function grabbedReleasePart(world: ArrWorld, item: QueueItem): object {
  return {
    quality: item.quality,
    qualityVersion: 1,
    releaseGroup: RELEASE_GROUP,
    releaseTitle: item.title,
    indexer: item.indexer,
    size: item.size,
    ...(world.features.hasCustomFormats ? { customFormatScore: 0, customFormats: [] } : {}),
    languages: world.features.hasWebhookTags ? item.languages.map(languageResource) : null,
    indexerFlags: world.vocabulary.kind === "radarr" ? [] : null,
  };
}

/** The release as every other event tells it. */
export function releasePart(world: ArrWorld, item: QueueItem): object {
  return {
    releaseTitle: item.title,
    indexer: item.indexer,
    size: item.size,
    ...(world.vocabulary.kind === "sonarr"
      ? { releaseType: item.episodeIds.length > 1 ? "seasonPack" : "singleEpisode" }
      : { indexerFlags: [] }),
  };
}

export function clientPart(item: QueueItem): object {
  return {
    downloadClient: item.downloadClient,
    downloadClientType: item.protocol === "usenet" ? "SABnzbd" : "qBittorrent",
    downloadId: item.downloadId,
  };
}

export function customFormatPart(world: ArrWorld): object {
  if (!world.features.hasCustomFormats) return {};
  return { customFormatInfo: { customFormats: [], customFormatScore: 0 } };
}

/** The imported (or deleted) file of an episode or a movie. */
export function filePart(world: ArrWorld, title: ArrTitle, item: QueueItem | null, id: number) {
  const relativePath = `${item?.title ?? title.title}.mkv`;
  return {
    id,
    relativePath,
    path: `${title.path}/${relativePath}`,
    quality: item?.quality ?? "WEBDL-1080p",
    qualityVersion: 1,
    releaseGroup: RELEASE_GROUP,
    sceneName: item?.title,
    size: item === null ? 0 : Math.round(item.size / Math.max(1, item.episodeIds.length)),
    dateAdded: dateText(world.settings.now()),
    ...(item?.outputPath == null ? {} : { sourcePath: item.outputPath }),
  };
}
