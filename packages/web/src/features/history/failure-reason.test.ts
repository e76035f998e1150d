import { expect, it } from "vitest";

import { failureReason } from "./failure-reason.ts";

it.each([
  ["Repair failed, not enough repair blocks (41 short)", "issue.incomplete"],
  ["Manually marked as failed", "history.replaced"],
  ["Failed download detected", "history.noReason"],
  [" ", "history.noReason"],
  [null, "history.noReason"],
])("says %j plainly", (failureMessage, key) => {
  expect(failureReason({ failureMessage })).toEqual({ kind: "plain", key });
});

it("quotes what it does not understand", () => {
  const failureMessage = "Blurb 0x5 happened";
  expect(failureReason({ failureMessage })).toEqual({ kind: "quote", text: failureMessage });
});
