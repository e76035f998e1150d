import { expect, test } from "vitest";

import { hasPassed, leftOf } from "./has-passed.ts";

test.each([
  ["just before the time is up", 999, 1],
  ["when the time is up", 1_000, 0],
  ["long after", 3_600_000, 0],
  ["after the clock was put back to before it began", -3_600_000, 0],
])("what is left of a second %s", (_when, ageMs, expected) => {
  const since = Date.UTC(2026, 10, 23);
  expect(leftOf(1_000, since, since + ageMs)).toBe(expected);
  expect(hasPassed(1_000, since, since + ageMs)).toBe(expected === 0);
});
