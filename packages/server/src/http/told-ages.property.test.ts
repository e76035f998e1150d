import fc from "fast-check";
import { expect, test } from "vitest";

import type { SourceFacts } from "../engine/source.ts";
import { AGES_GOOD_FOR_MS, areToldTooOld } from "./told-ages.ts";

const CLIENTS = ["one", "two", "three"];
const ids = [...CLIENTS, "sonarr-main", "ombi-main"];
const reads = fc.array(
  fc.record({ id: fc.constantFrom(...ids), afterMs: fc.integer({ min: 0, max: 8_000 }) }),
  { maxLength: 60 },
);

test("a page that is told whenever this asks for it never shows an age a second too old", () => {
  fc.assert(
    fc.property(reads, (all) => {
      let now = 0;
      let current = ids.map((id) => sourceAt(id, 0));
      let told: readonly SourceFacts[] = current;
      for (const { id, afterMs } of all) {
        now += afterMs;
        current = current.map((one) => (one.id === id ? sourceAt(id, now) : one));
        if (areToldTooOld(told, current, new Set(CLIENTS))) told = current;
        // Both count on from here at the same pace, so that it is enough to compare when they were read.
        for (const [shown, real] of [
          [oldestOf(told), oldestOf(current)],
          ...["sonarr-main", "ombi-main"].map((one) => [readAt(told, one), readAt(current, one)]),
        ] as const) {
          expect((real ?? NaN) - (shown ?? NaN)).toBeLessThan(AGES_GOOD_FOR_MS);
        }
      }
    }),
  );
});

function sourceAt(id: string, lastSuccessAt: number): SourceFacts {
  const counts = { durationMs: 1, items: 0, reads: 1, failedReads: 0 };
  return { id, name: id, kind: "any", freshness: "ok", lastSuccessAt, trouble: null, ...counts };
}

function readAt(sources: readonly SourceFacts[], id: string): number {
  return sources.find((one) => one.id === id)?.lastSuccessAt ?? NaN;
}

/** The lamp: the oldest of the download clients. */
function oldestOf(sources: readonly SourceFacts[]): number {
  return Math.min(...CLIENTS.map((id) => readAt(sources, id)));
}
