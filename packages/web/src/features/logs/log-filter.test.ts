import { expect, it } from "vitest";

import { addLines, filterLines, MOST_LINES } from "./log-filter.ts";
import type { LogLevel, LogLine } from "./log-line.ts";

function line(id: number, level: LogLevel = "info", text = "", details = ""): LogLine {
  return { id, at: 0, level, text, details };
}

const lines = [
  line(1, "debug", "asked"),
  line(2, "info", "listening", "port=3001"),
  line(3, "warn", "Café is slow", "instanceId=sonarr-main"),
  line(4, "error", "sonarr fell over"),
];

it("keeps the newest thousand", () => {
  const many = Array.from({ length: MOST_LINES }, (_, index) => line(index));
  const kept = addLines(many, [line(MOST_LINES), line(MOST_LINES + 1)]);
  expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([MOST_LINES, 2, MOST_LINES + 1]);
});

it("stays the same list when nothing is added, or nothing is filtered", () => {
  expect(addLines(lines, [])).toBe(lines);
  expect(filterLines(lines, "debug", " ")).toBe(lines);
});

it("shows a level and everything above it", () => {
  expect(filterLines(lines, "warn", "").map(({ id }) => id)).toEqual([3, 4]);
});

it("finds every word, in text and details, without case and accents", () => {
  expect(filterLines(lines, "debug", "CAFE sonarr").map(({ id }) => id)).toEqual([3]);
  expect(filterLines(lines, "debug", "sonarr").map(({ id }) => id)).toEqual([3, 4]);
});
