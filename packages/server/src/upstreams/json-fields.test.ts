import { describe, expect, test } from "vitest";

import {
  flagOf,
  idOf,
  instantOf,
  instantOfSeconds,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from "./json-fields.ts";

describe("reading one value of a stranger's JSON", () => {
  test("a value of another type is absence", () => {
    expect([objectOf([]), objectOf(null), objectOf("x")]).toEqual([null, null, null]);
    expect([textOf(7), numberOf("7"), idOf("7"), flagOf("true")]).toEqual([null, null, null, null]);
    expect([objectsOf({}), textsOf("a")]).toEqual([[], []]);
  });

  test("lists keep what fits, in order", () => {
    expect(objectsOf([{ a: 1 }, null, 3, [], { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }]);
    expect(textsOf(["one", "", 2, "three"])).toEqual(["one", "three"]);
  });

  test("an empty text says nothing", () => {
    expect([textOf(""), textOf("  "), textOf(" a ")]).toEqual([null, null, " a "]);
  });

  test("an id is a positive whole number", () => {
    expect([0, -1, 1.5, Number.NaN, 12].map(idOf)).toEqual([null, null, null, null, 12]);
    expect(numberOf(Number.POSITIVE_INFINITY)).toBeNull();
  });

  test.each([
    ["2026-11-23T10:00:00Z", Date.UTC(2026, 10, 23, 10)],
    ["2026-11-23T10:00:00", Date.UTC(2026, 10, 23, 10)],
    ["2026-11-23T10:00:00.1234567", Date.UTC(2026, 10, 23, 10, 0, 0, 123)],
    ["2026-11-23T12:00:00+02:00", Date.UTC(2026, 10, 23, 10)],
    ["2026-11-23", Date.UTC(2026, 10, 23)],
    ["0001-01-01T00:00:00", null],
    ["0001-01-01T00:00:00Z", null],
    ["9999-12-31T23:59:59.999Z", Date.UTC(9999, 11, 31, 23, 59, 59, 999)],
    ["+010000-01-01T00:00:00Z", null],
    ["+275760-09-13T00:00:00Z", null],
    ["yesterday", null],
    [1_700_000_000, null],
  ])("the date %s is %s", (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  test.each([
    [1_700_000_000, 1_700_000_000_000],
    [0.5, 500],
    [0, null],
    [-1, null],
    [1e12, null],
    [Number.MAX_SAFE_INTEGER, null],
    [1e308, null],
    [Number.NaN, null],
    [null, null],
    [undefined, null],
  ])("the second %s is the instant %s", (seconds, instant) => {
    expect(instantOfSeconds(seconds)).toBe(instant);
  });
});
