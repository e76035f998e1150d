import * as fc from "fast-check";
import { expect, it } from "vitest";

import { sameValue } from "./same-value.ts";

it("finds a value the same as its copy through JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // JSON has no -0, so the copy of one differs from it.
      const sent: unknown = JSON.parse(JSON.stringify(value));
      expect(sameValue(sent, JSON.parse(JSON.stringify(sent)))).toBe(true);
    }),
  );
});

it.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { a: 1, b: 1 }],
  [{ a: null }, { b: null }],
  [
    [1, 2],
    [2, 1],
  ],
  [[], {}],
  [null, {}],
  ["1", 1],
  [{ a: { b: [1] } }, { a: { b: [2] } }],
])("tells %j from %j", (a, b) => {
  expect(sameValue(a, b)).toBe(false);
  expect(sameValue(b, a)).toBe(false);
});
