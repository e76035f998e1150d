import type { HistoryItem } from "@sofarr/contract";

import { explainIssue, type KnownIssue } from "../downloads/explain-issue.ts";

type PlainKey = KnownIssue | "history.noReason" | "history.replaced";

/** Why something did not work out: a sentence of ours, or a `quote` for lack of a plainer one. */
export type FailureReason =
  | { readonly kind: "plain"; readonly key: PlainKey }
  | { readonly kind: "quote"; readonly text: string };

/** What the *arrs write when a person gave a download up; sofarr's own "find another copy" does so, too. */
const GIVEN_UP = /manually marked as failed/i;

/** What the *arrs write when nobody gave them a reason either. */
const NOTHING_SAID = /^(failed download detected|download failed)\.?$/i;

/** Why it failed, as plainly as can be. */
export function failureReason({
  failureMessage,
}: Pick<HistoryItem, "failureMessage">): FailureReason {
  const message = failureMessage?.trim() ?? "";
  if (message === "" || NOTHING_SAID.test(message))
    return { kind: "plain", key: "history.noReason" };
  if (GIVEN_UP.test(message)) return { kind: "plain", key: "history.replaced" };
  const key = explainIssue(message);
  return key === null ? { kind: "quote", text: message } : { kind: "plain", key };
}
