import { expect, it } from "vitest";

import { keyOf } from "../../state/download-key.ts";
import { makeAwaited, makeDownload } from "../../state/make-download.ts";
import { progressOf } from "./request-progress.ts";

const movie = { id: 7, mediaType: "movie", instanceId: "ombi-main" } as const;
const download = makeDownload({ ombiRequestId: "7", arrType: "movie" });
const downloads = new Map([[keyOf(download), download]]);
const held = makeAwaited({ id: "radarr-main/3", ombiRequestId: "7" });

it("finds the download a request became, before what is still awaited of it", () => {
  expect(progressOf(movie, { downloads, awaited: [held] })).toBe(download);
});

it("finds what it waits for: its own entry, or the release that was found for it", () => {
  const own = makeAwaited({ id: "ombi-main/movie/7", ombiRequestId: null });
  expect(progressOf(movie, { downloads: new Map(), awaited: [own] })).toBe(own);
  expect(progressOf(movie, { downloads: new Map(), awaited: [held] })).toBe(held);
});

it("does not take a series for a movie of the same number, nor anything for what is not there", () => {
  const series = { ...movie, mediaType: "tv" } as const;
  expect(progressOf(series, { downloads, awaited: [held] })).toBeNull();
  expect(progressOf({ ...movie, id: 8 }, { downloads, awaited: [held] })).toBeNull();
  expect(progressOf(movie, null)).toBeNull();
});
