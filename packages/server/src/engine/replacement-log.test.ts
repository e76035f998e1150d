import { expect, test } from "vitest";

import { ReplacementLog, type Replacement } from "./replacement-log.ts";

const SECOND_MS = 1_000;

test.each([
  ["a minute later", 60 * SECOND_MS, true],
  ["two minutes later", 120 * SECOND_MS, false],
  ["after the clock was put back", -3_600 * SECOND_MS, false],
])("whether a replacement is recent %s", (_when, ageMs, expected) => {
  const changedAt = Date.UTC(2026, 10, 23);
  const log = new ReplacementLog(() => changedAt + ageMs);
  expect(log.isRecent({ changedAt } as Replacement)).toBe(expected);
});
