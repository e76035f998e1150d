import { describe, expect, it } from "vitest";

import { dateText, durationText, omitNulls } from "./arr-json.ts";

describe("*arr JSON", () => {
  it("leaves out members that are null, all the way down", () => {
    const value = { a: null, b: [{ c: null, d: 1 }], e: { f: undefined } };
    expect(omitNulls(value)).toStrictEqual({ b: [{ d: 1 }], e: {} });
  });

  it("keeps nulls in the data of history, which is a map", () => {
    expect(omitNulls({ data: { guid: null } })).toStrictEqual({ data: { guid: null } });
  });

  it("writes dates in UTC to the second", () => {
    expect(dateText(Date.UTC(2026, 1, 3, 4, 5, 6, 789))).toBe("2026-02-03T04:05:06Z");
  });

  it.each([
    [0, "00:00:00"],
    [59, "00:00:59"],
    [3_723, "01:02:03"],
    [90_061, "1.01:01:01"],
    [1.5, "00:00:01.5000000"],
  ])("writes %d seconds as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
