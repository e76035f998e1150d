import { expect, it } from "vitest";

import { hueOf, initialsOf } from "./poster-look.ts";

it("gives a title the same hue each time, and others another", () => {
  expect(hueOf("Sintel")).toBe(hueOf("Sintel"));
  const hues = new Set(["Sintel", "Caminandes", "Spring", "Charge", "Hero"].map(hueOf));
  expect(hues.size).toBe(5);
});

it.each([
  ["Night of the Living Dead", "NL"],
  ["The The", "TT"],
  ["Sintel", "S"],
  ["Élan vital", "ÉV"],
  ["Some.Show.S01E02", "SS"],
  ["10 Lives", "1L"],
  ["…", ""],
])("shortens %s to %s", (title, initials) => {
  expect(initialsOf(title)).toBe(initials);
});
