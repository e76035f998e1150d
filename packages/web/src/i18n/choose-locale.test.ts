import { expect, it } from "vitest";

import { chooseLocale } from "./choose-locale.ts";

it("takes the first language it speaks, and the region for numbers", () => {
  expect(chooseLocale(["xx-XX", "en-GB", "en-US"])).toMatchObject({
    tag: "en",
    formatTag: "en-GB",
  });
});

it("speaks English to everybody else", () => {
  expect(chooseLocale([])).toMatchObject({ tag: "en", formatTag: "en" });
  expect(chooseLocale(["constructor"])).toMatchObject({ tag: "en", formatTag: "en" });
});
