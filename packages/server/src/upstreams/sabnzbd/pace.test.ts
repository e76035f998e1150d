import { describe, expect, test } from "vitest";

import { paceAfter, secondsAtPace, type Pace } from "./pace.ts";

const NOW = Date.UTC(2026, 10, 23);
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const POLL_MS = 5 * SECOND_MS;

describe("the pace", () => {
  /** The speeds of so many polls, one after another. */
  const paceOf = (speeds: readonly number[], first: Pace | null = null): Pace | null =>
    speeds.reduce<Pace | null>(
      (pace, speed, at) => paceAfter(pace, speed, NOW + (at + 1) * POLL_MS),
      first,
    );

  test("is the first speed there is", () => {
    expect(paceOf([0, 0])).toBeNull();
    expect(paceOf([0, 700])?.kbpersec).toBe(700);
  });

  test("hardly moves while the speed swings by a quarter from poll to poll", () => {
    const swings = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 1_000 : 1_250));
    for (let polls = 40; polls <= 100; polls += 1) {
      expect(paceOf(swings.slice(0, polls))?.kbpersec).toBeGreaterThan(1_100);
      expect(paceOf(swings.slice(0, polls))?.kbpersec).toBeLessThan(1_150);
    }
  });

  test("follows a line that stays slower within some minutes", () => {
    const slower = Array.from({ length: 40 }, () => 500);
    const pace = paceOf(slower, { kbpersec: 1_000, at: NOW })?.kbpersec;
    expect(pace).toBeGreaterThan(500);
    expect(pace).toBeLessThan(525);
  });

  test("is kept while nothing comes in, and learnt anew after a long time", () => {
    const pace = { kbpersec: 1_000, at: NOW };
    expect(paceAfter(pace, 0, NOW + MINUTE_MS)).toBe(pace);
    expect(paceAfter(pace, 400, NOW + 60 * MINUTE_MS)?.kbpersec).toBeCloseTo(400);
  });

  test("survives a clock that was put back", () => {
    const after = paceAfter({ kbpersec: 1_000, at: NOW }, 400, NOW - 60 * MINUTE_MS);
    expect(after).toEqual({ kbpersec: 1_000, at: NOW - 60 * MINUTE_MS });
    expect(paceAfter(after, 400, NOW)?.kbpersec).toBeCloseTo(400);
  });
});

test("a time left is told at the line's pace, not at the speed of this moment", () => {
  const pace = { kbpersec: 1_000, at: NOW };
  expect(secondsAtPace(600, 1_000, pace)).toBe(600);
  // At 800 it takes 600 s, so at 1,000 it takes 480.
  expect(secondsAtPace(600, 800, pace)).toBe(480);
  expect(secondsAtPace(1, 0.01, pace)).toBe(1);
  expect(secondsAtPace(null, 800, pace)).toBeNull();
  expect(secondsAtPace(600, 800, null)).toBe(600);
  expect(secondsAtPace(600, 0, pace)).toBe(600);
});
