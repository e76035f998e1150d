import { Type, type Static } from "typebox";

import { SourceState } from "./dashboard.ts";
import { nullable } from "./nullable.ts";
import { oneOf } from "./one-of.ts";

const RequestType = oneOf(["movie", "tv", "all"]);
const RequestStatus = oneOf(["pending", "approved", "available", "denied"]);
const RequestSort = oneOf(["requestedDate_desc", "requestedDate_asc", "title_asc", "title_desc"], {
  default: "requestedDate_desc",
});
export type OmbiRequestType = Static<typeof RequestType>;
export type OmbiRequestStatus = Static<typeof RequestStatus>;
export type OmbiRequestSort = Static<typeof RequestSort>;

/** `type` and `status` may be given once or several times. `showAll` is for admins, and ignored for everybody else. */
export const OmbiRequestsQuery = Type.Object({
  type: Type.Optional(
    Type.Array(RequestType, { default: ["all"], description: "Kinds of media; all for both." }),
  ),
  status: Type.Optional(
    Type.Array(RequestStatus, { description: "States to show; every state when absent." }),
  ),
  sort: Type.Optional(RequestSort),
  search: Type.Optional(Type.String({ description: "A part of the title, whatever its case." })),
  showAll: Type.Optional(
    oneOf(["true", "false", "1", "0"], { description: "Everybody's requests; admins only." }),
  ),
});
export type OmbiRequestsQuery = Static<typeof OmbiRequestsQuery>;

/** Who asked. */
export const OmbiRequester = Type.Object({
  userName: Type.String(),
  alias: nullable(Type.String()),
});
export type OmbiRequester = Static<typeof OmbiRequester>;

/** A request for a movie, or one person's request for a show. */
export const OmbiRequest = Type.Object(
  {
    id: Type.Integer({ description: "Ombi's id; movies and shows are counted separately." }),
    title: Type.String(),
    requestedDate: nullable(Type.String({ format: "date-time" })),
    available: Type.Boolean(),
    approved: Type.Boolean(),
    denied: Type.Boolean(),
    requested: Type.Boolean(),
    deniedReason: nullable(Type.String()),
    theMovieDbId: nullable(Type.Integer()),
    theTvDbId: nullable(Type.Integer()),
    year: nullable(Type.Integer()),
    quality: nullable(Type.String()),
    requestedUser: nullable(OmbiRequester),
    mediaType: oneOf(["movie", "tv"]),
    instanceId: Type.String(),
    coverArt: nullable(
      Type.String({
        description: "Path of the poster on this server; null while no *arr has the title.",
      }),
    ),
    ombiLink: nullable(Type.String({ description: "Its page in Ombi." })),
  },
  { title: "OmbiRequest" },
);
export type OmbiRequest = Static<typeof OmbiRequest>;

export const OmbiRequestsResponse = Type.Object({
  user: Type.String(),
  isAdmin: Type.Boolean(),
  showAll: Type.Boolean({ description: "Whether everybody's requests are in it." }),
  requests: Type.Object({ movie: Type.Array(OmbiRequest), tv: Type.Array(OmbiRequest) }),
  total: Type.Integer(),
  sources: Type.Array(SourceState, { description: "How far each Ombi can be believed." }),
});
export type OmbiRequestsResponse = Static<typeof OmbiRequestsResponse>;

/** May be left out. Ombi has one webhook only: without `force` one that points elsewhere is left alone. */
export const OmbiWebhookEnableRequest = nullable(
  Type.Object({
    force: Type.Optional(Type.Boolean({ description: "Replace a webhook that is not sofarr's." })),
  }),
);
export type OmbiWebhookEnableRequest = Static<typeof OmbiWebhookEnableRequest>;

export const OmbiWebhookEnableResponse = Type.Object({
  success: Type.Boolean(),
  webhookUrl: Type.String({ description: "Without the secret." }),
  applicationToken: Type.String({ description: "Masked." }),
});
export type OmbiWebhookEnableResponse = Static<typeof OmbiWebhookEnableResponse>;

export const OmbiWebhookStatusResponse = Type.Object({
  enabled: Type.Boolean(),
  webhookUrl: nullable(Type.String({ description: "Without the secret." })),
  applicationToken: nullable(Type.String({ description: "Masked." })),
  isOurs: Type.Boolean({ description: "Whether it points to this sofarr." }),
  triggers: Type.Object(
    {
      requestAvailable: Type.Boolean(),
      requestApproved: Type.Boolean(),
      requestDeclined: Type.Boolean(),
      requestPending: Type.Boolean(),
      requestProcessing: Type.Boolean(),
    },
    { description: "Ombi has no switches per event: all are on when it is enabled." },
  ),
  stats: nullable(
    Type.Object({
      eventsReceived: Type.Integer(),
      pollsSkipped: Type.Integer(),
      lastWebhookTimestamp: Type.Optional(
        Type.Integer({ description: "Milliseconds since 1970; absent before the first event." }),
      ),
    }),
  ),
});
export type OmbiWebhookStatusResponse = Static<typeof OmbiWebhookStatusResponse>;

export const OmbiWebhookTestResponse = Type.Object({
  success: Type.Boolean({ description: "Ombi sent an event, and it arrived here." }),
  message: Type.String({ description: "What happened, in words." }),
});
export type OmbiWebhookTestResponse = Static<typeof OmbiWebhookTestResponse>;
