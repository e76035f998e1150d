import type { ErrorResponse } from "@sofarr/contract";

import { ApiError } from "../../api/errors.ts";

/** What the server says about a failure and how to mend it, in its own words; empty when it says nothing. */
export function failureWords(error: Error): string {
  if (!(error instanceof ApiError)) return "";
  const answer = error.answer as Partial<ErrorResponse> | null;
  const details = typeof answer?.details === "string" ? answer.details : "";
  return [error.message, details].filter(Boolean).join(" ");
}
