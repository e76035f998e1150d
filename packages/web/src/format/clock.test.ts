import { expect, it } from "vitest";

import { createClockFormat } from "./clock.ts";

const clock = createClockFormat("en-GB", "Europe/Berlin");
const now = Date.parse("2026-11-23T12:00:00Z");

it.each([
  ["2026-11-23T13:03:00Z", "14:03"],
  ["2026-11-22T23:30:00Z", "00:30"],
  ["2026-11-22T22:30:00Z", "Sun 23:30"],
  ["2026-11-24T06:00:00Z", "Tue 07:00"],
  ["2026-11-02T06:00:00Z", "2 Nov 07:00"],
])("shows %s as %s", (at, text) => {
  expect(clock(Date.parse(at), now)).toBe(text);
});
