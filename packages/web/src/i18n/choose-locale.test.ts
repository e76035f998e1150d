import { describe, expect, it } from "vitest";

import { createFormat } from "../format/format.ts";
import { chooseLocale, languageOf } from "./choose-locale.ts";

describe("the language of a person", () => {
  it("is the first of their browser's that the app speaks, with the numbers of their region", () => {
    expect(chooseLocale(null, ["fr-CA", "de-AT", "en-GB"])).toEqual({
      tag: "de",
      formatTag: "de-AT",
    });
  });

  it("is English where the app speaks none of them, and so are the numbers", () => {
    expect(chooseLocale(null, ["fr", "ja-JP"])).toEqual({ tag: "en", formatTag: "en" });
    expect(chooseLocale(null, [])).toEqual({ tag: "en", formatTag: "en" });
  });

  it.each([
    ["en-US@posix", "en", "en-US"],
    ["de@posix", "de", "de"],
    ["es-", "es", "es"],
    ["en-US-no such thing", "en", "en"],
  ])("is found in %s, which is no tag, with numbers that can be written", (odd, tag, formatTag) => {
    expect(chooseLocale(null, [odd])).toEqual({ tag, formatTag });
    expect(() => createFormat(formatTag)).not.toThrow();
  });

  it("is the one they chose, with their region's numbers where they have one of that language", () => {
    expect(chooseLocale("es", ["en-US", "es-MX", "es"])).toEqual({ tag: "es", formatTag: "es-MX" });
    expect(chooseLocale("de", ["en-US"])).toEqual({ tag: "de", formatTag: "de" });
  });
});

it.each([
  ["de", "de"],
  ["ES-419", "es"],
  ["english", null],
  ["", null],
  [null, null],
] as const)("the language of the tag %s is %s", (tag, expected) => {
  expect(languageOf(tag)).toBe(expected);
});
