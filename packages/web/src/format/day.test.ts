import { expect, it } from "vitest";

import { asHeading, createDayFormat, createDaysAgoFormat } from "./day.ts";

const day = createDayFormat("en-GB", "Europe/Berlin");
const NOW = Date.parse("2026-11-23T00:30:00+01:00");

it("counts days by the calendar of the person's time zone", () => {
  expect(day(Date.parse("2026-11-23T00:10:00+01:00"), NOW).daysAgo).toBe(0);
  expect(day(Date.parse("2026-11-22T23:50:00+01:00"), NOW).daysAgo).toBe(1);
  const inTokyo = createDayFormat("en-GB", "Asia/Tokyo");
  expect(inTokyo(Date.parse("2026-11-22T23:50:00+01:00"), NOW).daysAgo).toBe(0);
});

it("counts a day with 25 hours as one", () => {
  const afterChange = Date.parse("2026-10-25T23:30:00+01:00");
  expect(day(Date.parse("2026-10-24T23:30:00+02:00"), afterChange).daysAgo).toBe(1);
});

it("names the day, and the year only when it is another one", () => {
  expect(day(Date.parse("2026-11-16T12:00:00Z"), NOW).text).toBe("Monday 16 November");
  expect(day(Date.parse("2025-12-31T12:00:00Z"), NOW).text).toEqual(
    expect.stringMatching(/31 December 2025/),
  );
});

it("begins a heading with a capital letter, also where days are written small", () => {
  const { text } = createDayFormat("es", "Europe/Madrid")(Date.parse("2026-11-25T12:00:00Z"), NOW);
  expect(text).toBe("miércoles, 25 de noviembre");
  expect(asHeading(text, "es")).toBe("Miércoles, 25 de noviembre");
  expect(asHeading("", "es")).toBe("");
});

it("says how long ago in the unit a person would use", () => {
  const daysAgo = createDaysAgoFormat("en");
  expect([0, 1, 3, 30, 40, 364, 800].map(daysAgo)).toEqual([
    "today",
    "yesterday",
    "3 days ago",
    "30 days ago",
    "last month",
    "11 months ago",
    "2 years ago",
  ]);
});
