import { describe, expect, it } from "vitest";

import { Chance } from "./chance.ts";

describe("seeded chance", () => {
  it("repeats itself for the same seed", () => {
    const draw = (seed: number): number[] => {
      const chance = new Chance(seed);
      return Array.from({ length: 20 }, () => chance.next());
    };
    expect(draw(3)).toStrictEqual(draw(3));
    expect(draw(3)).not.toStrictEqual(draw(4));
  });

  it("stays in its bounds and reaches both ends", () => {
    const chance = new Chance(1);
    const seen = new Set(Array.from({ length: 500 }, () => chance.whole(2, 4)));
    expect(seen).toStrictEqual(new Set([2, 3, 4]));
  });

  it("picks nothing from nothing", () => {
    expect(() => new Chance(1).pick([])).toThrow("Nothing to pick from");
  });
});
