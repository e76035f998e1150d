import { expect, test } from "vitest";

import { publicText, publicTitle } from "./public-text.ts";

test.each([
  ["Unpacking failed, see logfile", "Unpacking failed, see logfile"],
  [
    "Aborted, cannot be completed - https://sabnzbd.org/not-complete",
    "Aborted, cannot be completed - https://sabnzbd.org/not-complete",
  ],
  ["URL Fetching failed; https://indexer.invalid/api?apikey=k", "URL Fetching failed; [link]"],
  ["Cannot create final folder /data/My Movies/Some Release", "Cannot create final folder [path]"],
  ["Cannot create C:\\Users\\me\\Some Release", "Cannot create [path]"],
  ["and/or 1/2", "and/or 1/2"],
  ["a\u0000b\u001b[31mc", "ab[31mc"],
])("%j is shown as %j", (words, shown) => {
  expect(publicText(words)).toBe(shown);
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
  ["broken \ud800 surrogate", "broken \ufffd surrogate"],
])("a job named %j has the title %j", (name, title) => {
  expect(publicTitle(name)).toBe(title);
});

test("an endless text is cut", () => {
  expect(publicText("x".repeat(100_000)).length).toBeLessThan(2000);
});
