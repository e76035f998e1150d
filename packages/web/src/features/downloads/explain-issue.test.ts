import { expect, it } from "vitest";

import { explainIssue } from "./explain-issue.ts";

it.each([
  ["Not an upgrade for existing episode file(s)", "issue.notUpgrade"],
  ["Not a Custom Format upgrade for existing movie file(s)", "issue.notUpgrade"],
  ["Not enough free space", "issue.diskFull"],
  ["write: No space left on device", "issue.diskFull"],
  ["Aborted, encryption detected: file is encrypted", "issue.password"],
  ["Access to the path '/tv/Show' is denied.", "issue.permission"],
  ["Found archive file, might need to be extracted", "issue.packed"],
  ["Sample", "issue.sample"],
  ["No files found are eligible for import in /data/x", "issue.noFiles"],
  ["matched to series by ID. Automatic import is not possible", "issue.unsureMatch"],
  ["Episode has a TBA title and recently aired", "issue.tba"],
  ["One or more episodes were not imported or missing from the release", "issue.missingEpisodes"],
  ["Unable to parse file", "issue.unknownTitle"],
  ["Invalid season or episode", "issue.unknownTitle"],
  ["unregistered torrent", "issue.trackerRefused"],
  ["Missing files", "issue.filesGone"],
  ["Repair failed, not enough repair blocks (12 short)", "issue.incomplete"],
  ["Aborted, cannot be completed", "issue.incomplete"],
  ["Could not connect to tracker", "issue.noConnection"],
  ["Connection timed out", "issue.noConnection"],
])("understands %j", (message, issue) => {
  expect(explainIssue(message)).toBe(issue);
});

it.each(["Something nobody has said before", "Examples of manuals", ""])(
  "does not pretend to understand %j",
  (message) => {
    expect(explainIssue(message)).toBeNull();
  },
);
