import type { ArrEpisode } from "../simulators/arr/index.ts";
import type { Chance } from "./chance.ts";
import type { Shelf } from "./library.ts";

const GIBIBYTE = 1024 ** 3;
const GROUPS = ["LANTERN", "MOLE", "TIDEWAY", "QUIETONE"];
const QUALITIES = ["WEBDL-1080p", "WEBDL-720p", "HDTV-720p"];
const INDEXERS = ["Example Indexer", "Harbour NZB", "Open Meadow"];

/** One release of a title: what an *arr picks and a download client fetches. */
export interface Release {
  readonly name: string;
  readonly quality: string;
  readonly indexer: string;
  readonly sizeBytes: number;
  /** Empty for a movie; several for a season pack. */
  readonly episodes: readonly ArrEpisode[];
  /** It replaces something that is in the library already. */
  readonly isUpgrade: boolean;
}

/** Finds a release for the movie, for its next missing episode, or for the rest of that season as a pack. */
export function findRelease(shelf: Shelf, isPack: boolean, chance: Chance): Release {
  return releaseOf(shelf, nextEpisodes(shelf, isPack), chance);
}

/** Makes up a release of these episodes; none for a movie. */
export function releaseOf(shelf: Shelf, episodes: readonly ArrEpisode[], chance: Chance): Release {
  const isMovie = shelf.arr.kind === "radarr";
  const isUpgrade = isMovie && shelf.title.hasFile;
  const quality = isUpgrade ? "Bluray-2160p" : chance.pick(QUALITIES);
  const [low, high] = isMovie ? [4, 18] : [0.8, 3];
  const sizeBytes = chance.between(low, high) * GIBIBYTE * Math.max(1, episodes.length * 0.8);
  return {
    name: releaseName(shelf, episodes, quality, chance.pick(GROUPS)),
    quality,
    indexer: chance.pick(INDEXERS),
    sizeBytes: Math.round(sizeBytes),
    episodes,
    isUpgrade,
  };
}

/** A series that is complete begins again from its start, so that the story never runs out. */
function nextEpisodes({ title }: Shelf, isPack: boolean): readonly ArrEpisode[] {
  if (title.episodes.length > 0 && title.episodes.every((episode) => episode.hasFile)) {
    for (const episode of title.episodes) episode.hasFile = false;
  }
  const next = title.episodes.find((episode) => !episode.hasFile);
  if (next === undefined) return [];
  if (!isPack) return [next];
  return title.episodes.filter(
    (episode) => episode.seasonNumber === next.seasonNumber && !episode.hasFile,
  );
}

function releaseName(
  { title }: Shelf,
  episodes: readonly ArrEpisode[],
  quality: string,
  group: string,
): string {
  const [first] = episodes;
  const twoDigits = (number: number): string => String(number).padStart(2, "0");
  const part =
    first === undefined
      ? String(title.year)
      : `S${twoDigits(first.seasonNumber)}${episodes.length === 1 ? `E${twoDigits(first.episodeNumber)}` : ""}`;
  const words = `${title.title} ${part} ${quality.replace("WEBDL-", "WEB-DL ")} H264`;
  return `${words.replaceAll(/[\s-]+/g, ".")}-${group}`;
}
