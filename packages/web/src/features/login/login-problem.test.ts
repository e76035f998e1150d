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
  ["forbidden", /disabled, locked/],
  ["too-many", /few minutes/],
  ["upstream-down", /media server cannot be reached/],
  ["unreachable", /sofarr cannot be reached/],
  ["unexpected", /not your fault/],
])("says what %s means", (reason, text) => {
  expect(problemOf(new ApiError(reason, ""))).toMatch(text);
});

it("lets the server say which it is: disabled, or locked and until when", () => {
  const locked = new ApiError("forbidden", "This account is locked until 14:00.");
  expect(problemOf(locked)).toBe("This account is locked until 14:00.");
});

it("says in the person's words what the server says of every account that is not let in", () => {
  const server = "The media server does not let this account in: it is disabled, locked, or worse.";
  expect(problemOf(new ApiError("forbidden", server))).toBe(en["login.forbidden"]);
});

it("does not repeat the server where plain words are there", () => {
  expect(problemOf(new ApiError("unauthorized", "Bad credentials (401)"))).not.toMatch(/401/);
});

it("says how long to wait when the server does", () => {
  const error = new ApiError("too-many", "", { status: 429, retryAfterSeconds: 700 });
  expect(problemOf(error)).toBe("Too many tries. You can try again in 12 min.");
});

it("does not trip over an error that is not of the family", () => {
  expect(problemOf(new TypeError("x"))).toBe(en["login.unexpected"]);
});
