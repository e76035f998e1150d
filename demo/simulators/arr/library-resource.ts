import { dateText } from "./arr-json.ts";
import type { ArrEpisode, ArrTitle } from "./arr-nouns.ts";
import type { ArrWorld } from "./arr-world.ts";
import { languageResource, qualityResource } from "./release-words.ts";

const FILE_BYTES = 2 * 1024 ** 3;
const QUALITY_PROFILE_ID = 4;

/**
 * `remoteUrl` is a third party's address, or (by default) this simulator's open poster. `url` is relative to the
 * server, needs a web login, and is filled in by the library endpoints alone.
 */
export function imagesOf(world: ArrWorld, title: ArrTitle, withLocalUrl: boolean): object[] {
  const remoteUrl =
    title.posterUrl === undefined ? `${world.ownUrl}/poster/${title.id}.png` : title.posterUrl;
  const file = `${world.settings.urlBase}/MediaCover/${title.id}/poster.jpg?lastWrite=638400000000000000`;
  return [{ coverType: "poster", url: withLocalUrl ? file : null, remoteUrl }];
}

/** A series as /series gives it, or as it stands inside a queue row (`withLocalUrl` false). */
export function seriesResource(world: ArrWorld, title: ArrTitle, withLocalUrl: boolean): object {
  const seasons = [...new Set(title.episodes.map((episode) => episode.seasonNumber))];
  return {
    title: title.title,
    sortTitle: title.title.toLowerCase(),
    status: title.comesOutAt === null ? "continuing" : "upcoming",
    ended: false,
    ...upcomingFields(title),
    overview: title.overview,
    network: "Example TV",
    images: imagesOf(world, title, withLocalUrl),
    ...(world.features.hasLanguageList ? { originalLanguage: languageResource("English") } : {}),
    seasons: seasons.map((seasonNumber) => ({
      seasonNumber,
      monitored: true,
      statistics: statisticsOf(title.episodes.filter((one) => one.seasonNumber === seasonNumber)),
    })),
    year: title.year,
    path: title.path,
    qualityProfileId: QUALITY_PROFILE_ID,
    seasonFolder: true,
    monitored: true,
    runtime: 45,
    tvdbId: title.tvdbId,
    tvRageId: 0,
    tvMazeId: 0,
    ...(world.features.hasLanguageList ? { tmdbId: title.tmdbId } : {}),
    seriesType: title.seriesType,
    cleanTitle: slugOf(title.title).replaceAll("-", ""),
    imdbId: title.imdbId,
    titleSlug: slugOf(title.title),
    rootFolderPath: "/tv",
    genres: title.genres,
    tags: title.tagIds,
    added: dateText(title.addedAt),
    ratings: { votes: 100, value: 7.5 },
    statistics: { seasonCount: seasons.length, ...statisticsOf(title.episodes) },
    id: title.id,
  };
}

/** Of a series that has not begun. */
function upcomingFields({ comesOutAt }: ArrTitle): object {
  if (comesOutAt === null) return {};
  return { firstAired: dateText(comesOutAt), nextAiring: dateText(comesOutAt) };
}

function statisticsOf(episodes: readonly ArrEpisode[]): object {
  const files = episodes.filter((episode) => episode.hasFile).length;
  return {
    episodeFileCount: files,
    episodeCount: episodes.length,
    totalEpisodeCount: episodes.length,
    sizeOnDisk: files * FILE_BYTES,
    percentOfEpisodes: episodes.length === 0 ? 0 : (100 * files) / episodes.length,
  };
}

export function episodeResource(world: ArrWorld, episode: ArrEpisode): object {
  const airDate = dateText(episode.airedAt);
  return {
    seriesId: episode.titleId,
    tvdbId: 9_000_000 + episode.id,
    episodeFileId: episode.hasFile ? episode.id : 0,
    seasonNumber: episode.seasonNumber,
    episodeNumber: episode.episodeNumber,
    title: episode.title,
    airDate: airDate.slice(0, "2026-01-01".length),
    airDateUtc: airDate,
    ...(world.features.hasLanguageList ? { runtime: 45 } : {}),
    overview: `${episode.title}, in which the simulator tells a story.`,
    hasFile: episode.hasFile,
    monitored: true,
    unverifiedSceneNumbering: false,
    id: episode.id,
  };
}

/** A movie; `titleSlug` is the TMDB id as text, as Radarr has it. */
export function movieResource(world: ArrWorld, title: ArrTitle, withLocalUrl: boolean): object {
  return {
    title: title.title,
    originalTitle: title.title,
    originalLanguage: languageResource("English"),
    sortTitle: title.title.toLowerCase(),
    sizeOnDisk: title.hasFile ? FILE_BYTES : 0,
    status: title.comesOutAt === null ? "released" : "inCinemas",
    overview: title.overview,
    inCinemas: `${title.year}-03-01T00:00:00Z`,
    digitalRelease:
      title.comesOutAt === null ? `${title.year}-06-01T00:00:00Z` : dateText(title.comesOutAt),
    images: imagesOf(world, title, withLocalUrl),
    year: title.year,
    path: title.path,
    qualityProfileId: QUALITY_PROFILE_ID,
    hasFile: title.hasFile,
    movieFileId: title.hasFile ? title.id : 0,
    monitored: true,
    minimumAvailability: "released",
    isAvailable: title.comesOutAt === null,
    folderName: title.path,
    runtime: 110,
    cleanTitle: slugOf(title.title).replaceAll("-", ""),
    imdbId: title.imdbId,
    tmdbId: title.tmdbId,
    titleSlug: String(title.tmdbId),
    rootFolderPath: "/movies",
    genres: title.genres,
    tags: title.tagIds,
    added: dateText(title.addedAt),
    ratings: { tmdb: { votes: 100, value: 7.5, type: "user" } },
    movieFile: title.hasFile ? movieFileResource(title) : null,
    statistics: {
      movieFileCount: title.hasFile ? 1 : 0,
      sizeOnDisk: title.hasFile ? FILE_BYTES : 0,
      releaseGroups: [],
    },
    id: title.id,
  };
}

function movieFileResource(title: ArrTitle): object {
  const relativePath = `${title.title} (${title.year}).mkv`;
  return {
    movieId: title.id,
    relativePath,
    path: `${title.path}/${relativePath}`,
    size: FILE_BYTES,
    dateAdded: dateText(title.addedAt),
    quality: qualityResource("radarr", "WEBDL-1080p"),
    languages: [languageResource("English")],
    id: title.id,
  };
}

/** Letters and digits joined by hyphens, as in a web address. */
export function slugOf(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The whole title in the form of its app. */
export function titleResource(world: ArrWorld, title: ArrTitle, withLocalUrl: boolean): object {
  return world.vocabulary.kind === "sonarr"
    ? seriesResource(world, title, withLocalUrl)
    : movieResource(world, title, withLocalUrl);
}
