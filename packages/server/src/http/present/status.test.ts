import { describe, expect, test } from "vitest";

import type { SourceFacts } from "../../engine/source.ts";
import {
  megabytes,
  presentCacheUse,
  presentStatusSource,
  presentTagProblem,
  presentTiming,
  presentWebhookUse,
} from "./status.ts";

const NOW = Date.UTC(2026, 4, 21, 10);
const source: SourceFacts = {
  id: "sonarr-main",
  name: "main",
  kind: "sonarr",
  freshness: "ok",
  lastSuccessAt: NOW - 4000,
  durationMs: 12.6,
  trouble: null,
  items: 7,
  reads: 12,
  failedReads: 2,
};

describe("what an admin is shown of sofarr itself", () => {
  test("a source that is well has its age and its timing", () => {
    expect(presentStatusSource(source, NOW)).toEqual({
      id: "sonarr-main",
      name: "main",
      type: "sonarr",
      state: "ok",
      lastSuccessAt: "2026-05-21T09:59:56.000Z",
      ageSeconds: 4,
      reason: null,
      latencyMs: 13,
      items: 7,
      lastError: null,
      advice: null,
    });
    expect(presentTiming(source)).toEqual({
      name: "main",
      at: "2026-05-21T09:59:56.000Z",
      durationMs: 13,
      items: 7,
    });
  });

  test("a source in trouble has since when, how often, why, and what to change", () => {
    const trouble = {
      reason: "unauthorized",
      message: "does not accept the API key",
      advice: "Copy it again.",
      since: NOW - 60_000,
      failures: 3,
    } as const;
    const never = {
      ...source,
      freshness: "failed",
      lastSuccessAt: null,
      durationMs: null,
    } as const;
    expect(presentStatusSource({ ...never, trouble }, NOW)).toMatchObject({
      state: "failed",
      lastSuccessAt: null,
      ageSeconds: null,
      latencyMs: null,
      lastError: {
        message: "It does not accept the API key.",
        since: "2026-05-21T09:59:00.000Z",
        failures: 3,
      },
      advice: "Copy it again.",
    });
    expect(presentTiming({ ...never, trouble })).toMatchObject({ at: null, durationMs: null });
  });

  test("a cache that was never asked has no rate, and it is rounded to a tenth of a percent", () => {
    expect(presentCacheUse({ entries: 2, hits: 0, misses: 0 }).hitRatePercent).toBeNull();
    expect(presentCacheUse({ entries: 2, hits: 2, misses: 1 })).toEqual({
      entries: 2,
      bytes: null,
      hits: 2,
      misses: 1,
      hitRatePercent: 66.7,
    });
  });

  test("webhooks have no date before the first event", () => {
    const counts = {
      eventsReceived: 0,
      pollsSkipped: 0,
      duplicates: 0,
      lastEventAt: null,
      isFresh: false,
    };
    expect(presentWebhookUse(true, counts)).toEqual({
      configured: true,
      eventsReceived: 0,
      pollsSkipped: 0,
    });
    const used = { ...counts, eventsReceived: 5, pollsSkipped: 2, lastEventAt: NOW };
    expect(presentWebhookUse(false, used)).toEqual({
      configured: false,
      eventsReceived: 5,
      lastWebhookTimestamp: "2026-05-21T10:00:00.000Z",
      pollsSkipped: 2,
    });
  });

  test("a tag problem names those it could mean, or says that it is nobody", () => {
    const users = [
      { id: "1", name: "John Doe" },
      { id: "2", name: "john-doe" },
    ];
    const two = presentTagProblem({ label: "john-doe", users });
    const none = presentTagProblem({ label: "4k", users: [] });
    expect(two.users).toEqual(["John Doe", "john-doe"]);
    expect(none.users).toEqual([]);
    expect(two.advice).not.toBe(none.advice);
  });

  test("memory is in megabytes with one decimal", () => {
    expect(megabytes(134_742_016)).toBe(128.5);
  });
});
