import type {
  ArrSimulator,
  ArrTitle,
  RadarrSimulator,
  SonarrSimulator,
} from "../simulators/arr/index.ts";
import type { OmbiUser } from "../simulators/ombi/index.ts";

/** A title the household follows, where it stands, and who asked Ombi for it (`null`: nobody did). */
export interface Shelf {
  readonly arr: ArrSimulator;
  readonly title: ArrTitle;
  readonly requester: OmbiUser | null;
}

type Entry = readonly [title: string, year: number, tags: readonly string[], requester?: string];

/**
 * Titles are inventions. Tags stand in every form a person's label comes in: the plain name, Ombi's (`ana-luc-a`),
 * Overseerr's (`4 - ana lucía`), Seerr's (`2-mira`), with `user-` in front, and one that fits two people.
 */
const MAIN_SERIES: readonly Entry[] = [
  ["Harbour of Glass", 2024, ["mira"]],
  ["The Salt Archive", 2022, ["2 - mira"], "Mira"],
  ["Nine Small Rooms", 2025, ["ana-luc-a"], "Ana Lucía"],
  ["Signal Hill Road", 2023, ["4 - ana lucía", "hd"]],
  ["Low Tide Inquest", 2025, ["jonas-k"]],
  ["Cold Lantern", 2021, ["jonas k"]],
  ["Winter Orchard", 2024, ["user-robin"]],
  ["Paper Lighthouse", 2025, []],
];

const ANIME_SERIES: readonly Entry[] = [
  ["Moonfish Courier", 2023, ["2-mira"]],
  ["Clockwork Heron", 2024, ["user-jonas k"], "Jonas K"],
  ["Seven Rain Temple", 2025, [], "Ana Lucía"],
];

const MOVIES: readonly Entry[] = [
  ["Nightshift at the Aquarium", 2024, ["mira"], "Mira"],
  ["A Map of Quiet", 2023, ["user-ana-luc-a"]],
  ["The Last Tram", 2025, ["jonas k"], "Jonas K"],
  ["Copper Sky", 2022, ["robin"]],
  ["Paper Planets", 2025, [], "Mira"],
  ["Café Meridian", 2021, []],
  ["Half a Winter", 2024, ["mira", "ana-luc-a"]],
  ["Twelve Bridges", 2023, ["4 - ana lucía"], "Ana Lucía"],
];

const SEASONS = [8, 6];
const EPISODES_ON_DISK = 4;

/** Fills the *arrs. Ids of TMDB and TVDB are made up, each title has its own. */
export function stockLibrary(
  arrs: {
    readonly main: SonarrSimulator;
    readonly anime: SonarrSimulator;
    readonly radarr: RadarrSimulator;
  },
  people: ReadonlyMap<string, OmbiUser>,
): Shelf[] {
  let lastTmdbId = 880_000;
  const inputOf = ([title, year, tags]: Entry) => {
    lastTmdbId += 7;
    return { title, year, tags, tmdbId: lastTmdbId, tvdbId: lastTmdbId - 400_000 };
  };
  const requesterOf = ([, , , name]: Entry): OmbiUser | null => people.get(name ?? "") ?? null;
  const series = (arr: SonarrSimulator, entry: Entry, isAnime: boolean): Shelf => ({
    arr,
    title: arr.addSeries({
      ...inputOf(entry),
      seasons: SEASONS,
      episodesOnDisk: EPISODES_ON_DISK,
      seriesType: isAnime ? "anime" : "standard",
      genres: [isAnime ? "Animation" : "Drama"],
    }),
    requester: requesterOf(entry),
  });
  return [
    ...MAIN_SERIES.map((entry) => series(arrs.main, entry, false)),
    ...ANIME_SERIES.map((entry) => series(arrs.anime, entry, true)),
    ...MOVIES.map((entry) => ({
      arr: arrs.radarr,
      title: arrs.radarr.addMovie(inputOf(entry)),
      requester: requesterOf(entry),
    })),
  ];
}
