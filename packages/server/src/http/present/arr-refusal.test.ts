import { expect, test } from "vitest";

import { arrRefusalWords } from "./arr-refusal.ts";

test.each([
  [
    [
      { propertyName: "Name", errorMessage: "Should be unique", attemptedValue: "s3cret" },
      { propertyName: "Url", errorMessage: "Unable to post\r\nto webhook" },
    ],
    "Should be unique; Unable to post to webhook",
  ],
  [{ message: "NotFound", description: "at Somewhere.cs:line 5" }, "NotFound"],
  [[{ errorMessage: 5 }, null, "text"], null],
  [{ message: " " }, null],
  [null, null],
  ["<html>", null],
])("of %j the words are %j", (body, words) => {
  expect(arrRefusalWords(body)).toBe(words);
});

test("endless words are cut", () => {
  expect(arrRefusalWords({ message: "x".repeat(100_000) })).toHaveLength(500);
});
