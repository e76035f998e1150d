import {
  EmbySessionParams,
  EmbyUserParams,
  ErrorResponse,
  PassedThroughList,
  PassedThroughObject,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";

import type { MediaServerAsker, MediaServerPassThrough } from "../../upstreams/pass-through.ts";
import type { MediaServer } from "../../upstreams/upstream.ts";
import { HttpError } from "../plugins/errors.ts";
import { sessionIn } from "../plugins/session.ts";
import type { SecretMask } from "../present/mask-secrets.ts";
import { proxyDeadline } from "../proxy-deadline.ts";

/** What Emby or Jellyfin says of people and sessions, for admins; as it is but for masked secrets. */
export function embyRoutes(options: {
  /** `null` while EMBY_URL is not set. */
  readonly mediaServer: MediaServer | null;
  readonly mask: SecretMask;
}): FastifyPluginCallbackTypebox {
  const { mediaServer, mask } = options;

  function mediaServerOf(): MediaServerPassThrough {
    if (mediaServer === null) throw new HttpError(503, "The media server is not configured.");
    return mediaServer.passThrough;
  }
  function askerIn(request: FastifyRequest): MediaServerAsker {
    const { accessToken, deviceId } = sessionIn(request);
    return { accessToken, deviceId };
  }

  return (app, _options, done) => {
    const tags = ["Emby"];
    const config = { access: "admin" } as const;
    const refusals = { 503: ErrorResponse, "4xx": ErrorResponse, "5xx": ErrorResponse };
    const list = { 200: PassedThroughList, ...refusals };
    const one = { 200: PassedThroughObject, 404: ErrorResponse, ...refusals };

    app.get(
      "/sessions",
      { config, schema: { tags, summary: "Who is using the media server", response: list } },
      async (request) => mask(await mediaServerOf().sessions(askerIn(request), proxyDeadline())),
    );
    app.get(
      "/users",
      { config, schema: { tags, summary: "Everybody at the media server", response: list } },
      async (request) => mask(await mediaServerOf().users(askerIn(request), proxyDeadline())),
    );
    app.get(
      "/users/:id",
      {
        config,
        schema: {
          tags,
          summary: "Somebody at the media server",
          params: EmbyUserParams,
          response: one,
        },
      },
      async (request) => {
        const { id } = request.params;
        const user = await mediaServerOf().user(id, askerIn(request), proxyDeadline());
        if (user === null) throw new HttpError(404, "The media server knows nobody with this id.");
        return mask(user);
      },
    );
    app.get(
      "/session/:sessionId/user",
      {
        config,
        schema: {
          tags,
          summary: "Who is behind a session",
          params: EmbySessionParams,
          response: one,
        },
      },
      async (request) => {
        const { sessionId } = request.params;
        const user = await mediaServerOf().userOfSession(
          sessionId,
          askerIn(request),
          proxyDeadline(),
        );
        if (user === null) throw new HttpError(404, "There is nobody behind this session.");
        return mask(user);
      },
    );
    done();
  };
}
