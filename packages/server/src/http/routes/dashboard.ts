import { DashboardPayload, DashboardQuery, ErrorResponse, StreamQuery } from "@sofarr/contract";
import { Type } from "typebox";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import { audienceOf } from "../../domain/visibility.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Live } from "../live.ts";
import { sessionIn } from "../plugins/session.ts";
import type { Sessions } from "../sessions.ts";
import { openSink } from "../sse.ts";

/** A person's downloads, once or as a stream. */
export function dashboardRoutes(options: {
  readonly engine: Engine;
  readonly live: Live;
  readonly sessions: Sessions;
}): FastifyPluginCallbackTypebox {
  const { engine, live, sessions } = options;
  return (app, _options, done) => {
    app.get(
      "/user-downloads",
      {
        schema: {
          tags: ["Dashboard"],
          deprecated: true,
          querystring: DashboardQuery,
          response: { 200: DashboardPayload, "4xx": ErrorResponse },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        await engine.ensureFresh();
        return live.payload(audienceOf(viewer, request.query.showAll ?? false));
      },
    );

    app.get(
      "/stream",
      {
        schema: {
          tags: ["Dashboard"],
          querystring: StreamQuery,
          produces: ["text/event-stream"],
          response: { 200: Type.String(), "4xx": ErrorResponse },
        },
      },
      async (request, reply) => {
        const session = sessionIn(request);
        await engine.ensureFresh();
        const lastEventId = request.headers["last-event-id"];
        const headers = reply.getHeaders() as Record<string, string | string[]>;
        reply.hijack();
        const close = live.open(
          audienceOf(session.viewer, request.query.showAll ?? false),
          openSink(reply.raw, headers),
          request.query.delta ?? false,
          typeof lastEventId === "string" ? lastEventId : null,
        );
        const unwatch = sessions.watch(session.id, close);
        reply.raw.once("close", unwatch);
      },
    );
    done();
  };
}
