import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { explainStatus, explainWords, loginWanted, nzbKeyUsed, wrongKey } from "./refusal.ts";

describe("a 403", () => {
  test.each([
    ["API Key Incorrect", "unauthorized", /not the NZB Key/],
    ["API Key Required", "unauthorized", /apiKey/],
    ["", "unauthorized", /apiKey/],
    ["Missing authentication", "unauthorized", /disable_api_key/],
    [
      "Access denied - Hostname verification failed: https://sabnzbd.org/hostname-check",
      "refused",
      /host_whitelist/,
    ],
    ["External internet access denied - https://sabnzbd.org/access-denied", "refused", /local/],
    ["Access denied", "refused", /Full API/],
  ])("saying %j is %s, with advice", (words, reason, advice) => {
    const error = explainStatus("sabnzbd-main", 403, words);
    expect(error).toMatchObject({ instanceId: "sabnzbd-main", reason, status: 403 });
    expect(error.advice).toMatch(advice);
  });

  test.each(["4.5.0", "5.1.3"])("as recorded from %s for a wrong key is understood", (version) => {
    const path = join(import.meta.dirname, "fixtures", version, "wrong-key.txt");
    const words = readFileSync(path, "utf8").split(/\r?\n/).at(-1) ?? "";
    expect(words).not.toBe("");
    expect(explainStatus("i", 403, words).reason).toBe("unauthorized");
  });

  test("in words nobody knows is a bad status that quotes a little of them, without links", () => {
    const words = `Go away: https://x.invalid/?apikey=k ${"x".repeat(5000)}`;
    const error = explainStatus("i", 403, words);
    expect(error.reason).toBe("bad-status");
    expect(error.message).toContain("Go away: [link]");
    expect(error.message.length).toBeLessThan(300);
  });
});

test("logical errors of old releases are explained like a 403", () => {
  expect(explainWords("i", "API Key Incorrect", null).reason).toBe("unauthorized");
  expect(explainWords("i", "not implemented", null)).toMatchObject({
    reason: "bad-payload",
    message: "refused the call: not implemented",
  });
});

test.each([
  [401, "unauthorized", /proxy/],
  [404, "bad-status", /URL base/],
  [302, "bad-status", /URL base/],
])("HTTP %i is %s, with advice", (status, reason, advice) => {
  const error = explainStatus("i", status, "<html>");
  expect(error.reason).toBe(reason);
  expect(error.advice).toMatch(advice);
});

test("HTTP 500 is a bad status", () => {
  expect(explainStatus("i", 500, "")).toMatchObject({ reason: "bad-status", advice: null });
});

test("what mode=auth says about a key is told apart", () => {
  expect(nzbKeyUsed("i").message).toMatch(/NZB key/);
  expect(wrongKey("i").message).toMatch(/API key/);
  expect(loginWanted("i").message).toMatch(/switched off/);
});
