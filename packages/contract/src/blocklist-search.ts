import { Type, type Static } from "typebox";

import { ErrorResponse } from "./error.ts";
import { oneOf } from "./one-of.ts";

/**
 * Which queue row to blocklist and search again. Only what names the row is used; what else it says of the content is
 * looked up on the server, since a request may claim anything.
 */
export const BlocklistSearchRequest = Type.Object(
  {
    arrQueueId: Type.Integer({ description: "Id of the queue row in Sonarr or Radarr." }),
    arrType: oneOf(["sonarr", "radarr"]),
    arrInstanceUrl: Type.String({
      format: "uri",
      maxLength: 2048,
      description:
        "The arrInstanceUrl of the download: an address, or for others than admins a urn.",
    }),
    arrInstanceKey: Type.Optional(
      Type.String({ description: "Ignored: keys never leave the server." }),
    ),
    arrContentId: Type.Optional(
      Type.Integer({ description: "Id of the episode in Sonarr or of the movie in Radarr." }),
    ),
    arrContentIds: Type.Optional(
      Type.Array(Type.Integer(), { description: "Ids of all episodes of a pack." }),
    ),
    arrSeriesId: Type.Optional(Type.Integer({ description: "Id of the series in Sonarr." })),
    arrContentType: oneOf(["episode", "movie"]),
  },
  { title: "BlocklistSearchRequest" },
);
export type BlocklistSearchRequest = Static<typeof BlocklistSearchRequest>;

/** All of it was done. */
export const BlocklistSearchResponse = Type.Object({
  ok: Type.Boolean(),
  removed: Type.Boolean({ description: "The download is out of the queue." }),
  searched: Type.Boolean({ description: "A search for something better has started." }),
  message: Type.String({
    description: "What happened, in words; also when the release could not be blocklisted.",
  }),
});
export type BlocklistSearchResponse = Static<typeof BlocklistSearchResponse>;

/**
 * Sonarr or Radarr failed on the way. With `removed` half of it was done: the same call again makes up for the search
 * alone.
 */
export const BlocklistSearchFailure = Type.Object({
  ...ErrorResponse.properties,
  ok: Type.Optional(Type.Boolean()),
  removed: Type.Optional(Type.Boolean()),
  searched: Type.Optional(Type.Boolean()),
});
export type BlocklistSearchFailure = Static<typeof BlocklistSearchFailure>;
