import { Type, type Static, type TSchema, type TUnsafe } from "typebox";

import { SourceState } from "./dashboard.ts";
import { nullable } from "./nullable.ts";

/** A dictionary by name or id, documented and serialised as an open object. */
function dictionaryOf<T extends TSchema>(
  schema: T,
  description: string,
): TUnsafe<Record<string, Static<T>>> {
  return Type.Unsafe<Record<string, Static<T>>>({
    type: "object",
    additionalProperties: schema,
    description,
  });
}

/** The last good read of one instance. */
export const PollTiming = Type.Object({
  name: Type.String(),
  at: nullable(Type.String({ format: "date-time", description: "Null before the first." })),
  durationMs: nullable(Type.Integer()),
  items: Type.Integer({ description: "How much it said, e.g. downloads or queue rows." }),
});
export type PollTiming = Static<typeof PollTiming>;

/** How one cache does. */
export const CacheUse = Type.Object({
  entries: Type.Integer(),
  bytes: nullable(Type.Integer({ description: "Null where it is not measured." })),
  hits: Type.Integer(),
  misses: Type.Integer(),
  hitRatePercent: nullable(Type.Number({ description: "Null before the first use." })),
});
export type CacheUse = Static<typeof CacheUse>;

/** What came in by webhook from one kind of service since the counters began; they outlive a restart. */
export const WebhookUse = Type.Object({
  configured: Type.Boolean({ description: "An instance is set, and so is what webhooks need." }),
  eventsReceived: Type.Integer(),
  lastWebhookTimestamp: Type.Optional(
    Type.String({ format: "date-time", description: "Absent before the first event." }),
  ),
  pollsSkipped: Type.Integer({ description: "Polls saved because events were coming in." }),
});
export type WebhookUse = Static<typeof WebhookUse>;

/** The same of one instance. */
export const InstanceWebhookUse = Type.Object({
  instanceId: Type.String(),
  ...WebhookUse.properties,
  duplicates: Type.Integer({ description: "Events that came twice." }),
  isFresh: Type.Boolean({ description: "Events come in, so polls are skipped." }),
});
export type InstanceWebhookUse = Static<typeof InstanceWebhookUse>;

/** One upstream instance as an admin sees it: how far it can be believed, and what to change. */
export const StatusSource = Type.Object({
  ...SourceState.properties,
  latencyMs: nullable(Type.Integer({ description: "How long the last good read took." })),
  items: Type.Integer(),
  lastError: nullable(
    Type.Object({
      message: Type.String({ description: "In words, without addresses and keys." }),
      since: Type.String({ format: "date-time" }),
      failures: Type.Integer({ description: "Reads that failed in a row." }),
    }),
  ),
  advice: nullable(Type.String({ description: "What to change." })),
});
export type StatusSource = Static<typeof StatusSource>;

/** A tag label that could mean more than one person and so means nobody, or that fits nobody where somebody is wanted. */
export const TagProblem = Type.Object({
  label: Type.String(),
  users: Type.Array(Type.String(), {
    description: "Names of the people it fits; none when nobody is known by it.",
  }),
  advice: Type.String({ description: "What to change." }),
});
export type TagProblem = Static<typeof TagProblem>;

function storageNotice(description: string) {
  return nullable(
    Type.Object(
      {
        message: Type.String({ description: "What is wrong, in words." }),
        advice: Type.String({ description: "What to change." }),
        since: Type.String({ format: "date-time" }),
      },
      { description },
    ),
  );
}

/** Whether what must outlive a restart (sessions, counters) is written down. */
export const Storage = Type.Object({
  kept: Type.Boolean({
    description:
      "False while the database cannot be written: what happens then is kept in memory, and written once it can be.",
  }),
  trouble: storageNotice("Why it cannot be written; null while it is."),
  setAside: storageNotice(
    "A database that was of no use and lies beside the fresh one; null when there is none.",
  ),
});
export type Storage = Static<typeof Storage>;

/** How sofarr itself is doing; for admins. */
export const StatusResponse = Type.Object(
  {
    server: Type.Object({
      version: Type.String(),
      uptimeSeconds: Type.Integer(),
      nodeVersion: Type.String(),
      memoryUsageMB: Type.Number({ description: "Resident memory." }),
      heapUsedMB: Type.Number(),
      heapTotalMB: Type.Number(),
    }),
    polling: Type.Object({
      enabled: Type.Boolean({ description: "Whether it polls by itself." }),
      intervalMs: Type.Integer({ description: "0 when it only reads on demand." }),
      lastPoll: dictionaryOf(PollTiming, "By instance id."),
    }),
    cache: dictionaryOf(CacheUse, "By name of the cache."),
    webhooks: Type.Object({
      sonarr: WebhookUse,
      radarr: WebhookUse,
      ombi: WebhookUse,
      instances: Type.Array(InstanceWebhookUse),
    }),
    sources: Type.Array(StatusSource),
    sse: Type.Object({ clients: Type.Integer({ description: "Streams that are open." }) }),
    tagProblems: Type.Array(TagProblem),
    storage: Storage,
  },
  { title: "StatusResponse" },
);
export type StatusResponse = Static<typeof StatusResponse>;
