import { expect, test } from "vitest";

import { bearerTokenIn } from "./bearer-token.ts";

test.each([
  ["Bearer abc", "abc"],
  ["bearer   a.b-c=  ", "a.b-c="],
  [undefined, null],
  ["", null],
  ["Bearer", null],
  ["Bearer ", null],
  ["Bearer a b", null],
  ["Basic abc", null],
  ["xBearer abc", null],
])("of %j the token is %j", (header, token) => {
  expect(bearerTokenIn(header)).toBe(token);
});
