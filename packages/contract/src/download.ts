import { Type, type Static } from "typebox";

import { nullable } from "./nullable.ts";
import { oneOf } from "./one-of.ts";

/** One episode of a download; a season pack is one download with several. */
export const Episode = Type.Object({
  seasonNumber: Type.Integer(),
  episodeNumber: Type.Integer(),
  title: nullable(Type.String()),
});
export type Episode = Static<typeof Episode>;

/** An *arr tag label on a download's series or movie, and whom it gives it to (admins only). */
export const TagBadge = Type.Object({
  label: Type.String(),
  user: nullable(
    Type.String({ description: "Name of the person, null when it fits nobody or more than one." }),
  ),
});
export type TagBadge = Static<typeof TagBadge>;

/**
 * One download as a viewer may see it. Fields marked admin-only are absent or null for everybody else.
 * Sizes are bytes, speed bytes per second, eta seconds, progress and availability percent.
 */
export const NormalizedDownload = Type.Object(
  {
    id: Type.String({ description: "Stable inside its instance." }),
    title: Type.String({ description: "The release name as the download client shows it." }),
    type: oneOf(["usenet", "torrent"]),
    client: Type.String({ description: "Kind of download client." }),
    instanceId: Type.String(),
    instanceName: Type.String(),
    status: Type.String({ description: "The download client's state in sofarr's words." }),
    progress: Type.Number({ minimum: 0, maximum: 100 }),
    size: Type.Integer({ description: "Bytes, 0 when unknown." }),
    downloaded: Type.Integer({ description: "Bytes." }),
    speed: Type.Integer({ description: "Bytes per second." }),
    eta: nullable(Type.Integer({ description: "Seconds, null when unknown." })),
    placeInLine: nullable(
      Type.Integer({
        minimum: 1,
        description: "Place in the download client's line while it waits; null else, and unknown.",
      }),
    ),
    category: Type.String({ description: "Empty when there is none." }),
    tags: Type.Array(Type.String(), {
      description: "Tags inside the download client; admin only, empty for everybody else.",
    }),
    savePath: Type.Optional(Type.String({ description: "Admin only." })),
    addedOn: Type.Optional(
      Type.String({ description: "ISO 8601; absent when the download client does not say." }),
    ),
    arrQueueId: nullable(Type.Integer()),
    arrType: nullable(oneOf(["series", "movie"])),
    ombiLink: nullable(Type.String()),
    ombiRequestId: nullable(Type.String()),
    ombiTooltip: nullable(Type.String()),
    arrLink: nullable(Type.String({ format: "uri", description: "Admin only." })),
    downloadPath: nullable(Type.String({ description: "Admin only." })),
    targetPath: nullable(Type.String({ description: "Admin only." })),
    arrInstanceKey: nullable(
      Type.String({ description: "Always null: keys never leave the server." }),
    ),

    seriesName: nullable(Type.String()),
    movieName: nullable(Type.String()),
    year: nullable(Type.Integer()),
    episodes: Type.Array(Episode),
    coverArt: nullable(Type.String({ description: "Path of the poster on this server." })),
    quality: nullable(Type.String()),
    indexer: nullable(Type.String({ description: "Admin only." })),
    allTags: Type.Array(Type.String(), {
      description: "Tag labels; others than admins get only their own.",
    }),
    matchedUserTag: nullable(Type.String({ description: "The label that makes it the viewer's." })),
    tagBadges: Type.Optional(Type.Array(TagBadge, { description: "Admin only." })),
    importIssues: Type.Array(Type.String(), {
      description: "Why it is not imported, one reason a line.",
    }),
    clientMessage: nullable(
      Type.String({ description: "What the download client says about trouble." }),
    ),
    arrState: nullable(
      Type.String({ description: "The *arr's tracked state, e.g. importPending." }),
    ),
    availability: nullable(
      Type.Number({
        description: "Percent of one full copy within reach, 100 = at least one; null unknown.",
      }),
    ),
    seeders: nullable(Type.Integer()),
    peers: nullable(Type.Integer()),
    arrInstanceUrl: nullable(Type.String({ description: "For others than admins an opaque urn." })),
    arrContentId: nullable(Type.Integer()),
    arrContentIds: Type.Array(Type.Integer()),
    arrSeriesId: nullable(Type.Integer()),
    arrContentType: nullable(oneOf(["episode", "movie"])),
    canBlocklist: Type.Boolean(),
    blocklistReason: nullable(
      Type.String({ description: "Why it may or may not be blocklisted, in words." }),
    ),
  },
  { title: "NormalizedDownload" },
);
export type NormalizedDownload = Static<typeof NormalizedDownload>;
