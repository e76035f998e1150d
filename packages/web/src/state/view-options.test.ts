import * as fc from "fast-check";
import { expect, it } from "vitest";

import { GROUPS } from "./groups.ts";
import {
  DEFAULT_VIEW,
  isFiltered,
  lookOf,
  LOOKS,
  NOBODY,
  parseView,
  printView,
  SORTS,
} from "./view-options.ts";

it("comes back from the URL as it went in", () => {
  const views = fc.record({
    query: fc.string({ unit: "grapheme" }),
    client: fc.option(fc.string({ minLength: 1 })),
    group: fc.option(fc.constantFrom(...GROUPS)),
    sort: fc.constantFrom(...SORTS),
    look: fc.option(fc.constantFrom(...LOOKS)),
    everyone: fc.constant(true),
    person: fc.option(fc.string({ unit: "grapheme" })),
  });
  fc.assert(
    fc.property(views, (view) => {
      expect(parseView(printView(view))).toEqual(view);
    }),
  );
});

it("names a person only among everybody's downloads", () => {
  expect(printView({ ...DEFAULT_VIEW, person: "Mira" })).toBe("");
  expect(parseView("?person=Mira")).toEqual(DEFAULT_VIEW);
  expect(parseView("?everyone=1&person=").person).toBe(NOBODY);
});

it("leaves the URL bare when nothing is chosen", () => {
  expect(printView(DEFAULT_VIEW)).toBe("");
  expect(parseView("")).toEqual(DEFAULT_VIEW);
});

it("takes a URL it does not understand as the default", () => {
  expect(parseView("?state=exploded&sort=luck&everyone=yes&client=")).toEqual(DEFAULT_VIEW);
});

it("does not call sorting or scope a filter", () => {
  expect(isFiltered({ ...DEFAULT_VIEW, sort: "title", everyone: true, query: " " })).toBe(false);
  expect(isFiltered({ ...DEFAULT_VIEW, client: "x" })).toBe(true);
  expect(isFiltered({ ...DEFAULT_VIEW, everyone: true, person: NOBODY })).toBe(true);
});

it("has rows for everyone's downloads and cards for one's own, unless something else was chosen", () => {
  expect(lookOf(DEFAULT_VIEW)).toBe("cards");
  expect(lookOf(parseView("everyone=1"))).toBe("rows");
  expect(lookOf(parseView("everyone=1&look=cards"))).toBe("cards");
  expect(lookOf(parseView("look=rows"))).toBe("rows");
  expect(lookOf(parseView("look=pie"))).toBe("cards");
});
