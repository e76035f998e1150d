import { expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { awaitedText } from "./awaited-text.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const words = { t: createTranslate("en", en), format: createFormat("en-GB", "UTC") };

it.each([
  ["unapproved", null, "An admin has to say yes first."],
  ["approved", null, "Somebody said yes. Nothing is coming in yet."],
  ["searching", null, "No copy of it was found so far. It is fetched by itself once there is one."],
  ["partly", null, "Some of it is in the library. The rest is fetched by itself once it is found."],
  [
    "unreleased",
    "2026-12-04T00:00:00Z",
    "It comes out on Friday 4 December, and is looked for then.",
  ],
  ["unreleased", "2026-11-23T00:00:00Z", "It is looked for once it is out."],
  ["unreleased", null, "It is looked for once it is out."],
  [
    "held",
    "2026-11-23T18:40:00Z",
    "A copy was found. It is fetched unless a better one turns up by 18:40.",
  ],
  ["held", "2026-11-23T11:59:00Z", "A copy was found. It is fetched soon."],
  ["held", null, "A copy was found. It is fetched soon."],
  [
    "clientAway",
    null,
    "A copy was found, but the download client does not answer. It is tried again by itself.",
  ],
] as const)("says of %s until %s: %s", (stage, until, sentence) => {
  expect(awaitedText({ stage, until }, NOW, words)).toBe(sentence);
});
