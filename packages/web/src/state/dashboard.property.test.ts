import type { DashboardPatch, NormalizedDownload } from "@sofarr/contract";
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { applyFrame, applyPatch, changedKeys } from "./dashboard.ts";
import { keyOf } from "./download-key.ts";
import { makeDownload, makePayload } from "./make-download.ts";
import { sameValue } from "./same-value.ts";

const downloads = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom("a", "b", "c", "d", "e", "f"),
      instanceId: fc.constantFrom("one", "two"),
      progress: fc.integer({ min: 0, max: 3 }),
      title: fc.constantFrom("Same title", "Other title"),
      importIssues: fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }),
    })
    .map(makeDownload),
  { selector: keyOf, maxLength: 12 },
);

/** What the server sends: an own, plain comparison of the two lists. */
function stepBetween(
  a: readonly NormalizedDownload[],
  b: readonly NormalizedDownload[],
): DashboardPatch {
  const old = new Map(a.map((download) => [keyOf(download), download]));
  const keys = new Set(b.map(keyOf));
  return {
    set: Object.fromEntries(
      b
        .filter((download) => !sameValue(old.get(keyOf(download)), download))
        .map((download) => [keyOf(download), download]),
    ),
    del: [...old.keys()].filter((key) => !keys.has(key)),
    serverTime: "2026-11-23T12:00:09.000Z",
  };
}

it("reaches the same list by a patch as by a whole frame", () => {
  fc.assert(
    fc.property(downloads, downloads, (a, b) => {
      const before = applyFrame(null, makePayload({ downloads: a }), 1);
      const patched = applyPatch(before, stepBetween(a, b), 2);
      const full = applyFrame(null, makePayload({ downloads: b }), 2);
      expect(patched.downloads).toEqual(full.downloads);
      expect(changedKeys(patched, applyFrame(patched, makePayload({ downloads: b }), 3))).toEqual(
        [],
      );
    }),
  );
});
