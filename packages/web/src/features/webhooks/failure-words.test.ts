import { expect, it } from "vitest";

import { ApiError } from "../../api/errors.ts";
import { failureWords } from "./failure-words.ts";

it("says what went wrong and how to mend it", () => {
  const answer = { error: "It could not be reached.", details: "Check the address." };
  const error = new ApiError("upstream-down", answer.error, { status: 502, answer });
  expect(failureWords(error)).toBe("It could not be reached. Check the address.");
});

it("says nothing it was not told", () => {
  expect(failureWords(new ApiError("invalid", "No.", { answer: { details: null } }))).toBe("No.");
  expect(failureWords(new TypeError("a fault of ours"))).toBe("");
});
