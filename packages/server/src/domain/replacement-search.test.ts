import { describe, expect, test } from "vitest";

import type { QueueRecord } from "./arr-reading.ts";
import { makeRecord } from "./make.case.ts";
import { replacementSearch, seasonOfPack } from "./replacement-search.ts";

describe("the search that replaces a removed download", () => {
  test("is for the movie, in list form", () => {
    expect(replacementSearch("radarr", 7, [makeRecord({ titleId: 7 })], null)).toEqual({
      name: "MoviesSearch",
      movieIds: [7],
    });
  });

  test("is for the one episode, also when it is the only one of its season", () => {
    expect(replacementSearch("sonarr", 7, rowsFor([11, 1]), [11])).toEqual({
      name: "EpisodeSearch",
      episodeIds: [11],
    });
  });

  test("is for the season when the pack was all of it", () => {
    expect(replacementSearch("sonarr", 7, rowsFor([12, 1], [11, 1]), [11, 12])).toEqual({
      name: "SeasonSearch",
      seriesId: 7,
      seasonNumber: 1,
    });
  });

  test.each([
    ["part of a season", rowsFor([12, 1], [9, 1], [11, 1]), [9, 11, 12, 13]],
    ["a season nobody knows the size of", rowsFor([12, 1], [9, 1], [11, 1]), null],
    ["a season that seems to have no episodes", rowsFor([12, 1], [9, 1], [11, 1]), []],
    ["parts of two seasons", rowsFor([12, 2], [9, 1], [11, 1]), [9, 11, 12]],
    ["a pack told twice", rowsFor([12, 1], [9, 1], [11, 1], [12, 1]), [9, 11, 12, 13]],
  ])("is for its episodes, each once and in order: %s", (_name, rows, season) => {
    expect(replacementSearch("sonarr", 7, rows, season)).toEqual({
      name: "EpisodeSearch",
      episodeIds: [9, 11, 12],
    });
  });

  test("is for the series when the episodes are not known", () => {
    expect(replacementSearch("sonarr", 7, [makeRecord({ episode: null })], null)).toEqual({
      name: "SeriesSearch",
      seriesId: 7,
    });
  });

  test("asks for the size of a season only where it matters", () => {
    expect(seasonOfPack(rowsFor([11, 3], [12, 3]))).toBe(3);
    expect(seasonOfPack(rowsFor([11, 0], [12, 0]))).toBe(0);
    expect(seasonOfPack(rowsFor([11, 3]))).toBeNull();
    expect(seasonOfPack(rowsFor([11, 3], [12, 4]))).toBeNull();
    expect(seasonOfPack([makeRecord({ id: 1 }), makeRecord({ id: 2 })])).toBeNull();
  });
});

/** Each pair is an episode's id and season. */
function rowsFor(...episodes: readonly (readonly [number, number])[]): readonly QueueRecord[] {
  return episodes.map(([id, seasonNumber]) =>
    makeRecord({ id, titleId: 7, episode: { id, seasonNumber, episodeNumber: id, title: null } }),
  );
}
