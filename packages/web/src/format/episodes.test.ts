import { expect, it } from "vitest";

import { episodeText, type EpisodeWords } from "./episodes.ts";

const words: EpisodeWords = {
  season: (season) => `Season ${season}`,
  seasons: (first, last) => `Seasons ${first}–${last}`,
  specials: () => "Specials",
};

const text = (title: string, ...numbers: [season: number, episode: number, title?: string][]) =>
  episodeText(
    {
      title,
      episodes: numbers.map(([seasonNumber, episodeNumber, name]) => ({
        seasonNumber,
        episodeNumber,
        title: name ?? null,
      })),
    },
    words,
  );

const season = (number: number, from: number, to: number): [number, number][] =>
  Array.from({ length: to - from + 1 }, (_, index) => [number, from + index]);

it("names one episode with its title, or without when there is none", () => {
  expect(text("x", [1, 5, "The Title"])).toBe("S01E05 · The Title");
  expect(text("x", [1, 5])).toBe("S01E05");
  expect(text("x", [1, 5, ""])).toBe("S01E05");
});

it("writes episodes in a row as a range, in whatever order they come", () => {
  expect(text("Show.S01E01-E10", ...season(1, 1, 10).toReversed())).toBe("S01E01–E10");
  expect(text("Show.S01E01E02", [1, 1], [1, 2])).toBe("S01E01–E02");
});

it("lists gaps while there are few", () => {
  expect(text("x", [2, 1], [2, 3], [2, 4])).toBe("S02E01, E03–E04");
});

it("gives the season when the gaps are many", () => {
  expect(text("x", [2, 1], [2, 3], [2, 5], [2, 7])).toBe("Season 2");
});

it.each(["Show.S01.1080p.WEB", "Show S01 COMPLETE", "Show Season 1 Complete", "Show.S1"])(
  "calls the pack %s a season",
  (release) => {
    expect(text(release, ...season(1, 1, 8))).toBe("Season 1");
  },
);

it.each(["Show.S01E01-E08", "Show.S01.E01-08", "Show.S02.1080p", "Show"])(
  "does not call %s a season",
  (release) => {
    expect(text(release, ...season(1, 1, 8))).toBe("S01E01–E08");
  },
);

it("does not call a pack that lacks its first episodes a season", () => {
  expect(text("Show.S01.1080p", ...season(1, 3, 8))).toBe("S01E03–E08");
});

it("knows specials and packs of several seasons", () => {
  expect(text("Show.S00.Specials", ...season(0, 1, 3))).toBe("Specials");
  expect(text("Show.S01-S03", [1, 1], [3, 8])).toBe("Seasons 1–3");
});

it("counts an episode that is named twice once", () => {
  expect(text("x", [1, 1], [1, 1], [1, 2])).toBe("S01E01–E02");
});

it("says nothing when there are no episodes", () => {
  expect(text("x")).toBeNull();
});
