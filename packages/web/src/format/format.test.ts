import { expect, it } from "vitest";

import { createFormat } from "./format.ts";

const format = createFormat("en", "UTC");

it("never rounds progress up to complete", () => {
  expect(format.percent(99.99)).toBe("99%");
  expect(format.percent(100)).toBe("100%");
  expect(format.percent(0.4)).toBe("0%");
});

it("orders titles as a person does: by number, without regard to case", () => {
  expect(["show 10", "Show 9", "Éclair", "eagle"].toSorted(format.compareText)).toEqual([
    "eagle",
    "Éclair",
    "Show 9",
    "show 10",
  ]);
});
