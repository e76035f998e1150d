import { expect, test } from "vitest";

import { infohashOf } from "./infohash.ts";

test.each([0, 39, 40, 41, 63, 64, 65])("of %i hex digits is an id if 40 or 64", (length) => {
  const digits = "aB9".repeat(30).slice(0, length);
  const isId = length === 40 || length === 64;
  expect(infohashOf(digits)).toBe(isId ? digits.toLowerCase() : null);
});

test.each(["/", ":", "G", "`", "g", " ", "\n", "\u0130"])("%j is no hex digit", (odd) => {
  expect(infohashOf(odd + "0".repeat(39))).toBeNull();
  expect(infohashOf("0".repeat(39) + odd)).toBeNull();
  expect(infohashOf("0".repeat(40) + odd)).toBeNull();
});
