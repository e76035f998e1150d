import { expect, it } from "vitest";

import { createDayFormat } from "../../format/day.ts";
import { byDay } from "./by-day.ts";
import { makeHistoryItem } from "./make-history-item.ts";

const dayFormat = createDayFormat("en", "Europe/Berlin");
const NOW = Date.parse("2026-11-23T12:00:00+01:00");

it("keeps the order and loses nothing, each under its own day", () => {
  const history = [
    "2026-11-23T09:00:00Z",
    "2026-11-22T23:30:00Z", // After midnight in Berlin.
    "2026-11-22T20:00:00Z",
    "2026-11-10T20:00:00Z",
  ].map((completedAt, index) => makeHistoryItem({ id: String(index), completedAt }));
  const days = byDay(history, (at) => dayFormat(at, NOW));
  expect(days.map(({ day, items }) => [day.daysAgo, items.map((item) => item.id)])).toEqual([
    [0, ["0", "1"]],
    [1, ["2"]],
    [13, ["3"]],
  ]);
});
