import { Type, type Static } from "typebox";

import { Episode } from "./download.ts";
import { nullable } from "./nullable.ts";
import { oneOf } from "./one-of.ts";

const AwaitedStage = oneOf(
  ["unapproved", "approved", "unreleased", "searching", "partly", "held", "clientAway"],
  {
    description:
      "unapproved: somebody has to approve it; approved: in no Sonarr or Radarr yet; unreleased: not out yet; " +
      "searching: nothing was found yet; partly: of a series some is there; held: found, and held back for a better " +
      "one; clientAway: found, and its download client does not answer.",
  },
);
export type AwaitedStage = Static<typeof AwaitedStage>;

/** Something that was asked for and is in no download client, as a viewer may see it. */
export const AwaitedTitle = Type.Object(
  {
    id: Type.String({ description: "Stable, and unique over all instances." }),
    mediaType: oneOf(["movie", "tv"]),
    stage: AwaitedStage,
    title: Type.String(),
    year: nullable(Type.Integer()),
    episodes: Type.Array(Episode, {
      description: "Of a release that was found; empty otherwise, and for a movie.",
    }),
    coverArt: nullable(Type.String({ description: "Path of the poster on this server." })),
    since: nullable(
      Type.String({ format: "date-time", description: "When it was asked for or found." }),
    ),
    until: nullable(
      Type.String({
        format: "date-time",
        description: "When a release that is held back is taken, or the title comes out.",
      }),
    ),
    ombiRequestId: nullable(Type.String()),
    ombiLink: nullable(Type.String({ description: "Its page in Ombi." })),
    arrLink: nullable(
      Type.String({ format: "uri", description: "Its page in Sonarr or Radarr; admin only." }),
    ),
    people: Type.Array(Type.String(), {
      description: "Names of those it is for; admin only, empty for everybody else.",
    }),
  },
  { title: "AwaitedTitle" },
);
export type AwaitedTitle = Static<typeof AwaitedTitle>;
