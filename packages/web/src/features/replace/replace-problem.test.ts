import { expect, it } from "vitest";

import { ApiError, type ApiErrorReason } from "../../api/errors.ts";
import { createTranslate } from "../../i18n/catalogue.ts";
import { en } from "../../i18n/en.ts";
import { replaceProblem } from "./replace-problem.ts";

const t = createTranslate("en", en);

it("has a sentence of its own for what a person can tell apart", () => {
  const reasons: ApiErrorReason[] = ["forbidden", "too-many", "upstream-down", "unreachable"];
  const sentences = reasons.map((reason) => replaceProblem(new ApiError(reason, ""), t));
  expect(new Set(sentences).size).toBe(reasons.length);
});

it("says why it is not allowed, when the server does", () => {
  const refused = new ApiError("forbidden", "A full copy is within reach.", { status: 403 });
  expect(replaceProblem(refused, t)).toBe(t("verdict.fullCopy"));
});

it("says that it is gone when no queue has it any more", () => {
  const gone = new ApiError("unexpected", "", { status: 404 });
  expect(replaceProblem(gone, t)).toBe(t("replace.problem.gone"));
  expect(replaceProblem(new TypeError("x"), t)).toBe(t("replace.problem.unexpected"));
});
