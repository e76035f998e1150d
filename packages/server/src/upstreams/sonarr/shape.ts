import type { ArrShape } from "../arr/index.ts";
import { instantOf, numberOf, objectOf } from "../json-fields.ts";

/** What is Sonarr's own. */
export const SONARR: ArrShape = {
  kind: "sonarr",
  appName: "Sonarr",
  titleIdField: "seriesId",
  libraryPath: "/series",
  libraryQuery: {},
  queueQuery: { includeUnknownSeriesItems: true, includeEpisode: true },
  historyQuery: { includeEpisode: true },
  pagePath: ({ titleSlug }) =>
    titleSlug === null ? "/" : `/series/${encodeURIComponent(titleSlug)}`,
  hasFile: (series) => (numberOf(objectOf(series["statistics"])?.["episodeFileCount"]) ?? 0) > 0,
  // Older versions have only the next episode to tell.
  release: ({ status, firstAired, nextAiring }) => ({
    isOut: status !== "upcoming",
    comesOutAt: status === "upcoming" ? (instantOf(firstAired) ?? instantOf(nextAiring)) : null,
  }),
  hasOneFile: false,
};
