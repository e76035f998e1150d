import type { DashboardPayload } from "@sofarr/contract";
import { expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { applyFrame } from "../../state/dashboard.ts";
import { makeAwaited, makeDownload, makePayload, makeSource } from "../../state/make-download.ts";
import { longestSentences, summarySentences } from "./summary-sentences.ts";

const locale = { t: createTranslate("en", en), format: createFormat("en") };

const sentences = (parts: Partial<DashboardPayload>, isLost = false) =>
  summarySentences(applyFrame(null, makePayload(parts), 1), isLost, locale);

const busy = [
  makeDownload({ id: "a", speed: 8_000_000, eta: 720 }),
  makeDownload({ id: "b", speed: 400_000, eta: null }),
  makeDownload({ id: "c", status: "Stalled", speed: 0 }),
];

it("says how many, when the next one comes, and what needs a person", () => {
  expect(sentences({ downloads: busy })).toEqual([
    "2 on their way.",
    "The next one is here in 12 min.",
    "1 needs attention.",
  ]);
});

it("says how fast it all comes in to those who look at everyone's", () => {
  expect(sentences({ downloads: busy, showAll: true })[0]).toBe("2 on their way at 8.4 MB/s.");
});

it("promises neither speed nor time while the connection is lost", () => {
  expect(sentences({ downloads: busy, showAll: true }, true)).toEqual([
    "2 on their way.",
    "1 needs attention.",
  ]);
});

it("says that nothing is being downloaded only when it knows", () => {
  expect(sentences({})).toEqual(["Nothing is being downloaded right now."]);
  expect(sentences({ sources: [makeSource({ state: "failed" })] })).toEqual([]);
  expect(sentences({}, true)).toEqual([]);
});

it("says what is asked for and not here yet as a number of its own, not as more of something", () => {
  const awaited = [makeAwaited()];
  expect(sentences({ awaited })).toEqual([
    "Nothing is being downloaded right now.",
    "1 request is still open.",
  ]);
});

it("does not say zero minutes", () => {
  expect(sentences({ downloads: [makeDownload({ eta: 20 })] })[1]).toBe(
    "The next one is here in less than a minute.",
  );
});

it("needs no more room than its longest wording, however time and speed tick", () => {
  const room = (downloads: DashboardPayload["downloads"], showAll: boolean): number =>
    longestSentences(applyFrame(null, makePayload({ downloads, showAll }), 1), locale).join(" ")
      .length;
  for (const showAll of [true, false]) {
    for (const eta of [null, 5, 180, 720, 35_700, 86_000, 169_200, 900_000]) {
      for (const speed of [0, 900, 8_400_000, 888_000_000]) {
        const downloads = [
          makeDownload({ speed, eta }),
          makeDownload({ id: "c", status: "Error" }),
        ];
        const length = sentences({ downloads, showAll }).join(" ").length;
        expect(room(downloads, showAll)).toBeGreaterThanOrEqual(length);
        expect(room(downloads, showAll)).toBe(room(busy.slice(1), showAll));
      }
    }
  }
  expect(room([], false)).toBe(sentences({}).join(" ").length);
});
