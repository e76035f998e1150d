import { expect, it } from "vitest";

import { ApiError, type ApiErrorReason } from "../../api/errors.ts";
import { createFormat } from "../../format/format.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { loginProblem } from "./login-problem.ts";

const problemOf = (error: unknown) =>
  loginProblem(error, createTranslate("en", en), createFormat("en"));

it.each<[ApiErrorReason, RegExp]>([
  ["invalid", /fill in both/],
  ["unauthorized", /not right/],
  ["forbidden", /disabled or locked/],
  ["too-many", /few minutes/],
  ["upstream-down", /media server cannot be reached/],
  ["unreachable", /sofarr cannot be reached/],
  ["unexpected", /not your fault/],
])("says what %s means", (reason, text) => {
  expect(problemOf(new ApiError(reason, "")).text).toMatch(text);
});

it("repeats the server where it alone knows more", () => {
  const locked = new ApiError("forbidden", "This account is locked until 14:00.");
  expect(problemOf(locked).detail).toBe("This account is locked until 14:00.");
  expect(problemOf(new ApiError("forbidden", "")).detail).toBeNull();
  expect(problemOf(new ApiError("unauthorized", "Invalid username or password")).detail).toBeNull();
});

it("says how long to wait when the server does", () => {
  const error = new ApiError("too-many", "", { status: 429, retryAfterSeconds: 700 });
  expect(problemOf(error).text).toBe("Too many tries. You can try again in 12 min.");
});

it("does not trip over an error that is not of the family", () => {
  expect(problemOf(new TypeError("x"))).toEqual({ text: en["login.unexpected"], detail: null });
});
