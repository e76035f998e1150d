import { expect, test } from "vitest";

import { arrUrn, isCalled } from "./arr-instance-url.ts";

const instance = { id: "sonarr-main", url: "http://sonarr:8989/base" };

test.each([
  [arrUrn("sonarr-main"), true],
  ["http://sonarr:8989/base", true],
  ["http://SONARR:8989/base/", true],
  [arrUrn("sonarr-mai"), false],
  [arrUrn("SONARR-MAIN"), false],
  ["http://sonarr:8989", false],
  ["http://sonarr:8989/base/api", false],
  ["https://sonarr:8989/base", false],
  ["http://sonarr:8989/base?x=1", false],
  ["http://sonarr:8989/base#x", false],
  ["http://me:secret@sonarr:8989/base", false],
  ["http://sonarr.elsewhere:8989/base", false],
  ["sonarr-main", false],
  ["", false],
])("%s: %s", (name, isIts) => {
  expect(isCalled(instance, name)).toBe(isIts);
});
