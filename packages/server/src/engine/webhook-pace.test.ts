import { describe, expect, test } from "vitest";

import { leaveOutForMs } from "./webhook-pace.ts";

const MINUTE_MS = 60_000;
const FALLBACK_MS = 10 * MINUTE_MS;

describe("a read that is due", () => {
  test.each([
    ["no event ever came", { lastEventAt: null, lastReadAt: 0, now: 5_000 }, 0],
    ["an event came and was read", { lastEventAt: 0, lastReadAt: 100, now: 5_000 }, 3_000],
    ["its consequences show by now", { lastEventAt: 0, lastReadAt: 100, now: 8_000 }, 0],
    ["they were looked for once", { lastEventAt: 0, lastReadAt: 8_100, now: 13_000 }, 17_000],
    ["they were looked for thrice", { lastEventAt: 0, lastReadAt: 96_000, now: 100_000 }, 500_000],
    ["events stopped coming", { lastEventAt: 0, lastReadAt: 96_000, now: FALLBACK_MS }, 0],
    [
      "events keep coming, but nothing was read for long",
      { lastEventAt: 11 * MINUTE_MS, lastReadAt: MINUTE_MS, now: 11 * MINUTE_MS },
      0,
    ],
    [
      "the clock was put back by an hour",
      { lastEventAt: 60 * MINUTE_MS, lastReadAt: 60 * MINUTE_MS, now: MINUTE_MS },
      0,
    ],
    [
      "the clock was put back and it was read since",
      { lastEventAt: 60 * MINUTE_MS, lastReadAt: MINUTE_MS, now: MINUTE_MS },
      0,
    ],
  ])("when %s: can wait as long as that allows", (_when, facts, expected) => {
    expect(leaveOutForMs({ ...facts, fallbackMs: FALLBACK_MS })).toBe(expected);
  });
});
