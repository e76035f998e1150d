import { expect, it } from "vitest";

import { breakable, isNamedByRelease, titleOf } from "./title.ts";

const release = { title: "Some.Movie.2024", seriesName: null, movieName: null };

it("prefers the name of the series or movie over the release name", () => {
  expect(titleOf({ ...release, seriesName: "Some Series" })).toBe("Some Series");
  expect(titleOf({ ...release, movieName: "Some Movie" })).toBe("Some Movie");
  expect(titleOf(release)).toBe("Some.Movie.2024");
  expect(isNamedByRelease(release)).toBe(true);
  expect(isNamedByRelease({ ...release, movieName: "Some Movie" })).toBe(false);
});

it("lets a release name break after its dots and nowhere else", () => {
  expect(breakable("A.B__C d").split("\u200B")).toEqual(["A.", "B__", "C d"]);
});
