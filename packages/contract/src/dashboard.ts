import { Type, type Static } from "typebox";

import { AwaitedTitle } from "./awaited.ts";
import { NormalizedDownload } from "./download.ts";
import { Flag } from "./flag.ts";
import { nullable } from "./nullable.ts";
import { oneOf } from "./one-of.ts";

/** A configured download client. */
export const DownloadClientSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String({ description: "Kind, e.g. qbittorrent." }),
});
export type DownloadClientSummary = Static<typeof DownloadClientSummary>;

/** How far one upstream instance can be believed right now. */
export const SourceState = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String({ description: "Kind, e.g. sonarr." }),
  state: oneOf(["ok", "stale", "failed", "never"], {
    description:
      "ok: read lately; stale: the last reads failed, what is shown is old; failed: never read with success; never: not asked yet.",
  }),
  lastSuccessAt: nullable(Type.String({ format: "date-time" })),
  ageSeconds: nullable(Type.Integer({ description: "Age of the data when this was sent." })),
  reason: nullable(Type.String({ description: "Why it is stale or failed, in words." })),
});
export type SourceState = Static<typeof SourceState>;

/** Everything one viewer may see, at one moment. */
export const DashboardPayload = Type.Object(
  {
    user: Type.String(),
    isAdmin: Type.Boolean(),
    showAll: Type.Boolean({ description: "Whether everybody's downloads are in it." }),
    downloads: Type.Array(NormalizedDownload),
    awaited: Type.Array(AwaitedTitle, {
      description: "What was asked for and is in no download client, newest first.",
    }),
    downloadClients: Type.Array(DownloadClientSummary),
    mediaServerUrl: nullable(
      Type.String({ description: "Where to watch; null when it has no address for this viewer." }),
    ),
    sources: Type.Array(SourceState),
    serverTime: Type.String({ format: "date-time" }),
    serverVersion: Type.String(),
  },
  { title: "DashboardPayload" },
);
export type DashboardPayload = Static<typeof DashboardPayload>;

/**
 * One step of the stream with `?delta` (event `patch`). Apply `del`, then `set`; keys are `downloadKey`.
 * Each value in `set` is the whole download. `sources` is there when the state of any source changed, and when
 * they were read again, so that ages that are counted on stay true; `awaited` is the whole list, and there when something about it changed.
 */
export const DashboardPatch = Type.Object(
  {
    set: Type.Record(Type.String(), NormalizedDownload),
    del: Type.Array(Type.String()),
    awaited: Type.Optional(Type.Array(AwaitedTitle)),
    sources: Type.Optional(Type.Array(SourceState)),
    serverTime: Type.String({ format: "date-time" }),
  },
  { title: "DashboardPatch" },
);
export type DashboardPatch = Static<typeof DashboardPatch>;

/** The key of a download in a patch: unique over all instances. */
export function downloadKey(download: Pick<NormalizedDownload, "instanceId" | "id">): string {
  return `${download.instanceId}/${download.id}`;
}

/** `showAll` is for admins, and ignored for everybody else. */
export const DashboardQuery = Type.Object({
  showAll: Type.Optional(Flag),
});
export type DashboardQuery = Static<typeof DashboardQuery>;

/**
 * With `delta`, steps (event `patch`) follow the first event, which is a DashboardPayload, or with `delta=table` a
 * DashboardTable (event `table`).
 */
export const StreamQuery = Type.Object({
  showAll: Type.Optional(Flag),
  delta: Type.Optional(Type.Union([...Flag.anyOf, Type.Literal("table")])),
});
export type StreamQuery = Static<typeof StreamQuery>;

export const CoverArtQuery = Type.Object({
  url: Type.String({
    format: "uri",
    maxLength: 2048,
    description: "An address this server handed out as coverArt.",
  }),
});
export type CoverArtQuery = Static<typeof CoverArtQuery>;
