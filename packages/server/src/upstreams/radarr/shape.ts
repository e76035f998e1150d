import type { ArrShape } from "../arr/index.ts";
import { flagOf } from "../json-fields.ts";

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
  hasOneFile: true,
};
