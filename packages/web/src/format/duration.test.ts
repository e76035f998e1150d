import { expect, it } from "vitest";

import { createAmountsFormat, roundAge, roundDuration } from "./duration.ts";

const write = createAmountsFormat("en");
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

it.each([
  [0, "1 min"],
  [89, "1 min"],
  [90, "2 min"],
  [12 * MINUTE + 20, "12 min"],
  [59 * MINUTE + 29, "59 min"],
  [59 * MINUTE + 31, "1 hr"],
  [HOUR + 18 * MINUTE, "1 hr 20 min"],
  [9 * HOUR + 59 * MINUTE, "10 hr"],
  [11 * HOUR + 29 * MINUTE, "11 hr"],
  [DAY, "1 day"],
  [DAY + 3 * HOUR, "1 day and 3 hours"],
  [47.6 * HOUR, "2 days"],
  [3.4 * DAY, "3 days"],
])("writes %d seconds to go as %s", (seconds, text) => {
  expect(write(roundDuration(seconds))).toBe(text);
});

it.each([
  [0, "0 sec"],
  [59.9, "59 sec"],
  [60, "1 min"],
  [HOUR - 1, "59 min"],
  [DAY - 1, "23 hr"],
  [3.9 * DAY, "3 days"],
])("writes an age of %d seconds as %s", (seconds, text) => {
  expect(write(roundAge(seconds))).toBe(text);
});

it.each([
  ["de", "1 Std. 20 Min.", "1 Tag und 2 Stunden", "3 Tage"],
  ["es", "1 h 20 min", "1 día y 2 horas", "3 días"],
])("follows the person's language: %s", (locale, hours, day, days) => {
  const amounts = createAmountsFormat(locale);
  expect(amounts(roundDuration(HOUR + 18 * MINUTE))).toBe(hours);
  expect(amounts(roundDuration(DAY + 2 * HOUR))).toBe(day);
  expect(amounts(roundAge(3 * DAY))).toBe(days);
});
