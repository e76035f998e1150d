import type { ArrShape } from "../arr/index.ts";
import { flagOf, instantOf } from "../json-fields.ts";

/** What is Radarr's own. */
export const RADARR: ArrShape = {
  kind: "radarr",
  appName: "Radarr",
  titleIdField: "movieId",
  libraryPath: "/movie",
  // Without it Radarr looks for each cover on its disk.
  libraryQuery: { excludeLocalCovers: true },
  queueQuery: { includeUnknownMovieItems: true },
  historyQuery: {},
  // Radarr's own page address is the TMDB id, which is also its titleSlug.
  pagePath: ({ tmdbId }) => (tmdbId === null ? "/" : `/movie/${tmdbId}`),
  hasFile: (movie) => flagOf(movie["hasFile"]) ?? false,
  // Radarr's own judgement, by the availability that was chosen for the movie. In cinemas is not to be had.
  release: ({ isAvailable, digitalRelease, physicalRelease }) => {
    const isOut = flagOf(isAvailable) ?? true;
    const dates = [instantOf(digitalRelease), instantOf(physicalRelease)].filter(
      (at) => at !== null,
    );
    return { isOut, comesOutAt: isOut || dates.length === 0 ? null : Math.min(...dates) };
  },
  hasOneFile: true,
};
