import { expect, test } from "vitest";

import { askedRows } from "./asked-rows.ts";

test.each([
  [undefined, 1, 50],
  [3, 1, 3],
  [1000, 1, 1000],
  [1001, 1, 1000],
  [1e300, 1, 1000],
  [0, 1, 1],
  [0, 0, 0],
  [-1, 0, 0],
  [-1, 1, 1],
])("who asks for %s, at least %s, gets %s rows", (wanted, least, rows) => {
  expect(askedRows(wanted, least)).toBe(rows);
});
