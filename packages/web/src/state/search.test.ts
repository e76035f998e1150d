import { expect, it } from "vitest";

import { makeDownload } from "./make-download.ts";
import { matcherFor } from "./search.ts";

const download = makeDownload({
  seriesName: "Amélie's Café",
  title: "Amelies.Cafe.S01E02.1080p",
  episodes: [{ seasonNumber: 1, episodeNumber: 2, title: "Das große Fest" }],
});

it.each([
  "",
  "  ",
  "amelie",
  "CAFE",
  "café amélie",
  "s01e02",
  "cafe s01e02",
  "fest",
  "amelies.cafe",
])("finds it by %j", (query) => {
  expect(matcherFor(query)(download)).toBe(true);
});

it.each(["amelie paris", "s01e03"])("does not find it by %j", (query) => {
  expect(matcherFor(query)(download)).toBe(false);
});
