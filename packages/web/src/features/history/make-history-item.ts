import type { HistoryItem } from "@sofarr/contract";

/** For tests: an episode that was imported, with only what matters replaced. */
export function makeHistoryItem(parts: Partial<HistoryItem> = {}): HistoryItem {
  return {
    id: "sonarr-main/imported/1/abc",
    type: "series",
    outcome: "imported",
    title: "Some.Show.S01E02.1080p.WEB-DL",
    seriesName: "Some Show",
    movieName: null,
    episodes: [{ seasonNumber: 1, episodeNumber: 2, title: "The Second" }],
    coverArt: null,
    completedAt: "2026-11-23T12:00:00.000Z",
    quality: "WEBDL-1080p",
    instanceName: "Sonarr",
    arrLink: null,
    allTags: [],
    matchedUserTag: null,
    availableForUpgrade: false,
    failureMessage: null,
    ...parts,
  };
}
