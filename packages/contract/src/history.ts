import { Type, type Static } from "typebox";

import { Episode, TagBadge } from "./download.ts";
import { Flag } from "./flag.ts";
import { nullable } from "./nullable.ts";
import { oneOf } from "./one-of.ts";

/** How far `GET /api/history/recent` looks back, in days. */
export const HISTORY_DAYS = { least: 1, most: 90, default: 7 } as const;

/** `showAll` is for admins, and ignored for everybody else. */
export const HistoryQuery = Type.Object({
  days: Type.Optional(
    Type.Integer({
      minimum: HISTORY_DAYS.least,
      maximum: HISTORY_DAYS.most,
      default: HISTORY_DAYS.default,
      description: "Days to look back.",
    }),
  ),
  showAll: Type.Optional(
    Type.Unsafe<Flag>({
      ...Flag,
      default: false,
      description: "Everybody's history; admins only.",
    }),
  ),
});
export type HistoryQuery = Static<typeof HistoryQuery>;

/** One release that was imported or has failed, with all its episodes. */
export const HistoryItem = Type.Object(
  {
    id: Type.String({ description: "Stable, and unique over all instances." }),
    type: oneOf(["series", "movie"]),
    outcome: oneOf(["imported", "failed"]),
    title: Type.String({ description: "The release as the indexer named it." }),
    seriesName: nullable(Type.String()),
    movieName: nullable(Type.String()),
    episodes: Type.Array(Episode, {
      description: "Every episode of the release; empty for a movie.",
    }),
    coverArt: nullable(Type.String({ description: "Path of the poster on this server." })),
    completedAt: Type.String({
      format: "date-time",
      description: "When it was imported or failed.",
    }),
    quality: nullable(Type.String()),
    instanceName: nullable(Type.String()),
    arrLink: nullable(
      Type.String({ format: "uri", description: "Its page in Sonarr or Radarr; admins only." }),
    ),
    allTags: Type.Array(Type.String(), {
      description: "Tag labels; others than admins get only their own.",
    }),
    matchedUserTag: nullable(Type.String({ description: "The label that makes it the viewer's." })),
    tagBadges: Type.Optional(Type.Array(TagBadge, { description: "Admins only." })),
    availableForUpgrade: Type.Boolean({
      description: "It failed, but what it would have replaced is on disk.",
    }),
    failureMessage: nullable(
      Type.String({ description: "Why it failed, without paths and links; null when imported." }),
    ),
  },
  { title: "HistoryItem" },
);
export type HistoryItem = Static<typeof HistoryItem>;

/** An instance whose history is missing from an answer, or is in it as it was when the instance last answered. */
export const UnreadHistory = Type.Object({
  instanceId: Type.String(),
  instanceName: Type.String(),
  reason: Type.String({ description: "Why it could not be read, in words." }),
  asOf: nullable(
    Type.String({
      format: "date-time",
      description: "When what is in `history` of it was read; null when nothing of it is there.",
    }),
  ),
  missingBefore: nullable(
    Type.String({
      format: "date-time",
      description:
        "What it finished in the days asked for, but before this, is missing; null when none of it is, or all of it.",
    }),
  ),
});
export type UnreadHistory = Static<typeof UnreadHistory>;

export const HistoryResponse = Type.Object({
  user: Type.String(),
  isAdmin: Type.Boolean(),
  showAll: Type.Boolean({ description: "Whether everybody's history is in it." }),
  days: Type.Integer(),
  history: Type.Array(HistoryItem, { description: "Newest first." }),
  unread: Type.Array(UnreadHistory, {
    description: "Instances that could not be read just now; empty when nothing is missing or old.",
  }),
});
export type HistoryResponse = Static<typeof HistoryResponse>;
