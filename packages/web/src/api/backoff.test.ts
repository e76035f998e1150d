import { expect, it } from "vitest";

import { retryDelayMs } from "./backoff.ts";

it("doubles up to half a minute and stays there", () => {
  expect([0, 1, 2, 4, 5, 50].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
    1_000, 2_000, 4_000, 16_000, 30_000, 30_000,
  ]);
});

it("spreads over the upper half of the delay", () => {
  expect(retryDelayMs(0, 0)).toBe(500);
  expect(retryDelayMs(9, 0)).toBe(15_000);
});
