import type { NormalizedDownload } from "@sofarr/contract";
import { expect, it } from "vitest";

import { applyFrame, applyPatch } from "./dashboard.ts";
import { keyOf } from "./download-key.ts";
import { hasEnding } from "./endings.ts";
import { makeDownload, makePayload } from "./make-download.ts";

const download = makeDownload();
const before = applyFrame(null, makePayload({ downloads: [download] }), 0);

function after(set: NormalizedDownload | null) {
  const patch = {
    set: set === null ? {} : { [keyOf(set)]: set },
    del: set === null ? [keyOf(download)] : [],
    serverTime: "",
  };
  return applyPatch(before, patch, 1);
}

it("sees a download go, and one become done", () => {
  expect(hasEnding(before, after(null))).toBe(true);
  const done = makeDownload({ progress: 100, status: "Seeding", arrState: "imported" });
  expect(hasEnding(before, after(done))).toBe(true);
});

it("does not see progress, a newcomer or a first frame", () => {
  expect(hasEnding(before, after(makeDownload({ progress: 60 })))).toBe(false);
  expect(hasEnding(before, after(makeDownload({ id: "b2" })))).toBe(false);
  expect(hasEnding(null, before)).toBe(false);
});

it("does not see the change from everyone's to one's own", () => {
  const mine = applyFrame(before, makePayload({ downloads: [], showAll: true }), 1);
  expect(hasEnding(before, mine)).toBe(false);
});
