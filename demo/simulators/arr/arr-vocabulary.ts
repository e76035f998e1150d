import type { ArrKind } from "./arr-version.ts";
import type { HistoryEventType } from "./arr-nouns.ts";

/** The words one of the two apps uses where the other has its own. */
export interface ArrVocabulary {
  readonly kind: ArrKind;
  readonly appName: "Sonarr" | "Radarr";
  /** `seriesId` or `movieId` on the wire. */
  readonly titleIdName: "seriesId" | "movieId";
  /** The member that holds the whole title when it is asked for. */
  readonly titleName: "series" | "movie";
  readonly includeTitle: "includeSeries" | "includeMovie";
  readonly includeUnknown: "includeUnknownSeriesItems" | "includeUnknownMovieItems";
  /** The filter by several titles in paged calls. */
  readonly titleIdsName: "seriesIds" | "movieIds";
  /** Their names and numbers differ between the apps, except for the first three. */
  readonly eventTypes: Readonly<Record<HistoryEventType, readonly [name: string, number: number]>>;
  /** Search commands with the arguments they cannot do without, then those that need none. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

export const SONARR_VOCABULARY: ArrVocabulary = {
  kind: "sonarr",
  appName: "Sonarr",
  titleIdName: "seriesId",
  titleName: "series",
  includeTitle: "includeSeries",
  includeUnknown: "includeUnknownSeriesItems",
  titleIdsName: "seriesIds",
  eventTypes: {
    grabbed: ["grabbed", 1],
    downloadFolderImported: ["downloadFolderImported", 3],
    downloadFailed: ["downloadFailed", 4],
    fileDeleted: ["episodeFileDeleted", 5],
    fileRenamed: ["episodeFileRenamed", 6],
    downloadIgnored: ["downloadIgnored", 7],
  },
  commands: {
    EpisodeSearch: ["episodeIds"],
    SeasonSearch: ["seriesId", "seasonNumber"],
    SeriesSearch: ["seriesId"],
    MissingEpisodeSearch: [],
    RefreshMonitoredDownloads: [],
    RefreshSeries: [],
  },
};

export const RADARR_VOCABULARY: ArrVocabulary = {
  kind: "radarr",
  appName: "Radarr",
  titleIdName: "movieId",
  titleName: "movie",
  includeTitle: "includeMovie",
  includeUnknown: "includeUnknownMovieItems",
  titleIdsName: "movieIds",
  eventTypes: {
    grabbed: ["grabbed", 1],
    downloadFolderImported: ["downloadFolderImported", 3],
    downloadFailed: ["downloadFailed", 4],
    fileDeleted: ["movieFileDeleted", 6],
    fileRenamed: ["movieFileRenamed", 8],
    downloadIgnored: ["downloadIgnored", 9],
  },
  commands: {
    MoviesSearch: ["movieIds"],
    MissingMoviesSearch: [],
    CutoffUnmetMoviesSearch: [],
    RefreshMonitoredDownloads: [],
    RefreshMovie: [],
  },
};
