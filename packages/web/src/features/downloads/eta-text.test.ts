import { expect, it } from "vitest";

import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { etaText } from "./eta-text.ts";

it.each([
  [0, "less than a minute"],
  [59, "less than a minute"],
  [60, "about 1 min"],
  [740, "about 12 min"],
  [7 * 86_400, "about 7 days"],
  [8 * 86_400, "more than a week"],
])("says %i seconds as %s", (seconds, text) => {
  expect(etaText(seconds, createTranslate("en", en), createFormat("en"))).toBe(text);
});
