import { describe, expect, test } from "vitest";

import { RecentEvents } from "./recent-events.ts";

const MINUTE_MS = 60_000;

describe("recent events", () => {
  test("one that comes again within five minutes is known, however often", () => {
    const recent = new RecentEvents();
    expect(recent.isRepeated("a", 0)).toBe(false);
    expect(recent.isRepeated("a", 1)).toBe(true);
    expect(recent.isRepeated("b", 2)).toBe(false);
    expect(recent.isRepeated("a", 5 * MINUTE_MS - 1)).toBe(true);
  });

  test("five minutes after it came first it is new, repetitions or not", () => {
    const recent = new RecentEvents();
    recent.isRepeated("a", 0);
    recent.isRepeated("a", 4 * MINUTE_MS);
    expect(recent.isRepeated("a", 5 * MINUTE_MS)).toBe(false);
  });

  test("one that came before the clock was put back is new", () => {
    const recent = new RecentEvents();
    recent.isRepeated("a", 60 * MINUTE_MS);
    expect(recent.isRepeated("a", MINUTE_MS)).toBe(false);
    expect(recent.isRepeated("a", 2 * MINUTE_MS)).toBe(true);
  });

  test("a flood pushes the oldest out, so that memory is bounded", () => {
    const recent = new RecentEvents();
    recent.isRepeated("first", 0);
    for (let at = 0; at < 3_000; at += 1) recent.isRepeated(`flood ${at}`, 1);
    expect(recent.isRepeated("flood 2999", 2)).toBe(true);
    expect(recent.isRepeated("first", 2)).toBe(false);
  });
});
