import type { SourceState } from "@sofarr/contract";
import { expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { makeSource } from "../../state/make-download.ts";
import { sourceNotice } from "./source-notice.ts";

const words = { t: createTranslate("en", en), format: createFormat("en-GB", "UTC") };
const NOW = Date.parse("2026-11-25T12:00:00Z");
const silent = (type: string, parts: Partial<SourceState> = {}): SourceState =>
  makeSource({ name: "It", type, state: "stale", lastSuccessAt: "2026-11-25T11:05:00Z", ...parts });

it.each([
  ["sonarr", "It is not answering. Titles, posters and import problems may be out of date."],
  ["ombi", "It is not answering. What was asked for may be out of date."],
  [
    "jellyfin",
    "It is not answering. Nobody can sign in, and the names of people may be out of date.",
  ],
  [
    "media-server",
    "It is not answering. Nobody can sign in, and the names of people may be out of date.",
  ],
  ["constructor", "It is not answering. Titles, posters and import problems may be out of date."],
])("says of a silent %s what really gets old: %s", (type, sentence) => {
  expect(sourceNotice(silent(type), false, NOW, words)).toBe(sentence);
});

it("says of a silent download client since when its downloads stand still", () => {
  expect(sourceNotice(silent("qbittorrent"), true, NOW, words)).toBe(
    "It has not answered since 11:05. Its downloads are shown as they were then.",
  );
});

it.each([
  ["sonarr", false, "It cannot be read. Titles and posters may be missing."],
  ["ombi", false, "It cannot be read. What was asked for may be missing."],
  [
    "emby",
    false,
    "It cannot be read. Nobody can sign in, and it may not be known whose a download is.",
  ],
  ["rtorrent", true, "It cannot be read, so its downloads are missing here."],
] as const)("says of a %s that was never read what is missing", (type, isClient, sentence) => {
  const source = silent(type, { state: "failed", lastSuccessAt: null });
  expect(sourceNotice(source, isClient, NOW, words)).toBe(sentence);
});
