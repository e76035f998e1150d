import { expect, test } from "vitest";

import { failureText, jobTitle } from "./job-text.ts";

test.each([
  ["Unpacking failed, see logfile", "Unpacking failed, see logfile"],
  [
    "Aborted, cannot be completed - https://sabnzbd.org/not-complete",
    "Aborted, cannot be completed",
  ],
  ["URL Fetching failed; https://indexer.invalid/api?apikey=k", "URL Fetching failed; [link]"],
  [
    "Cannot create final folder /data/My Movies/Some Release",
    "Cannot create final folder /data/My Movies/Some Release",
  ],
])("a failure of %j is shown as %j", (words, shown) => {
  expect(failureText(words)).toBe(shown);
});

test.each([
  ["Some.Release-GRP", "Some.Release-GRP"],
  ["Some.Release-GRP - http://127.0.0.1/none/x.nzb?apikey=k", "Some.Release-GRP"],
  [
    "Some.Release-GRP - Trying to fetch NZB from https://indexer.invalid/api?apikey=k",
    "Some.Release-GRP",
  ],
  [
    "Trying to fetch NZB from https://indexer.invalid/api?apikey=k",
    "Trying to fetch NZB from [link]",
  ],
  ["Neither / nor / a path", "Neither / nor / a path"],
  ["broken \ud800 surrogate\u0000", "broken \ufffd surrogate"],
])("a job named %j has the title %j", (name, title) => {
  expect(jobTitle(name)).toBe(title);
});
