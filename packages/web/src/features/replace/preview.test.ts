import { expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { makeDownload } from "../../state/make-download.ts";
import { previewOf } from "./preview.ts";

const words = { t: createTranslate("en", en), format: createFormat("en") };

it("says what is removed, what is lost, and what is searched for", () => {
  const steps = previewOf(makeDownload(), words).join(" ");
  expect(steps).toContain("Main qBittorrent");
  expect(steps).toContain("2.0 GB");
  expect(steps).toContain("this episode");
});

it("does not speak of loss where there is none", () => {
  expect(previewOf(makeDownload({ downloaded: 0 }), words)).toHaveLength(3);
});

it("tells a movie from an episode, and one from several", () => {
  const movie = makeDownload({ arrContentType: "movie", episodes: [] });
  expect(previewOf(movie, words).join(" ")).toContain("this movie");
  const episodes = [1, 2, 3].map((episodeNumber) => ({
    seasonNumber: 1,
    episodeNumber,
    title: null,
  }));
  expect(previewOf(makeDownload({ episodes }), words).join(" ")).toContain("these 3 episodes");
});
