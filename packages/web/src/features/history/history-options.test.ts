import { expect, it } from "vitest";

import { furtherBack, parseHistoryOptions, printHistoryOptions } from "./history-options.ts";

it("comes back from the URL as it went in, the usual left out", () => {
  for (const options of [
    { days: 7, everyone: false },
    { days: 90, everyone: true },
  ] as const) {
    expect(parseHistoryOptions(printHistoryOptions(options))).toEqual(options);
  }
  expect(printHistoryOptions({ days: 7, everyone: false })).toBe("");
});

it("looks back a week when the URL makes no sense", () => {
  expect(parseHistoryOptions("?days=8")).toEqual({ days: 7, everyone: false });
  expect(parseHistoryOptions("?days=-1&everyone=yes")).toEqual({ days: 7, everyone: false });
});

it("looks further back step by step, until there is no further", () => {
  expect([7, 30, 90].map((days) => furtherBack(days as 7))).toEqual([30, 90, null]);
});
