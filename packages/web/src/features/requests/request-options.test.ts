import { expect, it } from "vitest";

import {
  DEFAULT_OPTIONS,
  isNarrowed,
  parseRequestOptions,
  printRequestOptions,
} from "./request-options.ts";

it("comes back from the URL as it went in, the usual left out", () => {
  const options = {
    type: "movie",
    status: "denied",
    sort: "title_desc",
    query: "a & b",
    everyone: true,
  } as const;
  expect(parseRequestOptions(printRequestOptions(options))).toEqual(options);
  expect(printRequestOptions(DEFAULT_OPTIONS)).toBe("");
});

it("takes no notice of what it does not understand", () => {
  expect(parseRequestOptions("?type=all&status=gone&sort=1&everyone=true")).toEqual(
    DEFAULT_OPTIONS,
  );
});

it("knows whether something is hidden", () => {
  expect(isNarrowed({ ...DEFAULT_OPTIONS, sort: "title_asc", query: " " })).toBe(false);
  expect(isNarrowed({ ...DEFAULT_OPTIONS, type: "tv" })).toBe(true);
});
