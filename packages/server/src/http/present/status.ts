import type {
  CacheUse as PresentedCacheUse,
  PollTiming,
  StatusSource,
  Storage as PresentedStorage,
  TagProblem as PresentedTagProblem,
  WebhookUse,
} from "@sofarr/contract";

import type { CacheUse } from "../../cache-use.ts";
import type { TagProblem } from "../../domain/tag-problems.ts";
import type { SourceFacts } from "../../engine/source.ts";
import type { Keeping } from "../../store/kept-database.ts";
import { wordsOf } from "../../store/set-aside.ts";
import { presentSource } from "./source.ts";

const BYTES_PER_MB = 1024 * 1024;

/** Bytes as megabytes with one decimal. */
export function megabytes(bytes: number): number {
  return Math.round((bytes / BYTES_PER_MB) * 10) / 10;
}

/** Milliseconds since the epoch as text; `null` for never. */
export function instantText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** An instance with what only an admin may know: what went wrong, and what to change. */
export function presentStatusSource(source: SourceFacts, now: number): StatusSource {
  const { durationMs, items, trouble } = source;
  return {
    ...presentSource(source, now),
    latencyMs: durationMs === null ? null : Math.round(durationMs),
    items,
    lastError:
      trouble === null
        ? null
        : {
            message: `It ${trouble.message}.`,
            since: new Date(trouble.since).toISOString(),
            failures: trouble.failures,
          },
    advice: trouble?.advice ?? null,
  };
}

/** The last good read of an instance. */
export function presentTiming(source: SourceFacts): PollTiming {
  const { name, lastSuccessAt, durationMs, items } = source;
  return {
    name,
    at: instantText(lastSuccessAt),
    durationMs: durationMs === null ? null : Math.round(durationMs),
    items,
  };
}

/** @returns without a rate before the first use. */
export function presentCacheUse({ entries, hits, misses }: CacheUse): PresentedCacheUse {
  const uses = hits + misses;
  return {
    entries,
    bytes: null,
    hits,
    misses,
    hitRatePercent: uses === 0 ? null : Math.round((hits / uses) * 1000) / 10,
  };
}

/** What is counted of webhooks. */
export interface WebhookCounts {
  readonly eventsReceived: number;
  readonly pollsSkipped: number;
  readonly duplicates: number;
  readonly lastEventAt: number | null;
  readonly isFresh: boolean;
}

/** @param configured whether there is anyone to send events, and what that needs is set. */
export function presentWebhookUse(configured: boolean, counts: WebhookCounts): WebhookUse {
  const { eventsReceived, pollsSkipped, lastEventAt } = counts;
  return {
    configured,
    eventsReceived,
    ...(lastEventAt === null ? {} : { lastWebhookTimestamp: new Date(lastEventAt).toISOString() }),
    pollsSkipped,
  };
}

/** A label, whom it could mean, and what to do about it. */
export function presentTagProblem({ label, users }: TagProblem): PresentedTagProblem {
  return {
    label,
    users: users.map(({ name }) => name),
    advice:
      users.length === 0
        ? `Nobody who is known fits it. If it means somebody, say whom in USER_TAGS.`
        : `It counts for none of them. Say in USER_TAGS whom it means, or rename the tag.`,
  };
}

/** Whether sessions and counters are kept, and what to do when they are not. */
export function presentStorage({ trouble, setAside }: Keeping): PresentedStorage {
  return {
    kept: trouble === null,
    trouble:
      trouble === null
        ? null
        : {
            message: trouble.cause.message,
            advice: trouble.cause.advice,
            since: new Date(trouble.since).toISOString(),
          },
    setAside:
      setAside === null
        ? null
        : { ...wordsOf(setAside), since: new Date(setAside.at).toISOString() },
  };
}
