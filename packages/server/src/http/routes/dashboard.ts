import {
  CoverArtQuery,
  DashboardPayload,
  DashboardQuery,
  ErrorResponse,
  EventStream,
  isFlagSet,
  StreamQuery,
} from "@sofarr/contract";
import { Type } from "typebox";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import { audienceOf } from "../../domain/visibility.ts";
import type { Engine } from "../../engine/engine.ts";
import { UpstreamError } from "../../upstreams/errors.ts";
import type { StreamForm } from "../channel.ts";
import type { CoverArt } from "../cover-art.ts";
import type { Live } from "../live.ts";
import { HttpError } from "../plugins/errors.ts";
import { sessionIn } from "../plugins/session.ts";
import type { Sessions } from "../sessions.ts";
import { prepareStream } from "../stream-answer.ts";
import type { StreamPlaces } from "../stream-places.ts";

/** Bytes are not serialised by schema; this is for the document. */
const Image = Type.Unsafe<Buffer>({ type: "string", format: "binary" });
const POSTER_KEPT_S = 24 * 60 * 60;

/** A person's downloads, once or as a stream. */
export function dashboardRoutes(options: {
  readonly engine: Engine;
  readonly live: Live;
  readonly sessions: Sessions;
  readonly streamPlaces: StreamPlaces;
  readonly coverArt: CoverArt;
  readonly fetchPoster: (url: string) => Promise<{ readonly type: string; readonly body: Buffer }>;
}): FastifyPluginCallbackTypebox {
  const { engine, live, sessions, streamPlaces, coverArt, fetchPoster } = options;
  return (app, _options, done) => {
    app.get(
      "/user-downloads",
      {
        schema: {
          tags: ["Dashboard"],
          summary: "A person's downloads, once",
          description: "The stream says the same, and goes on saying it.",
          deprecated: true,
          querystring: DashboardQuery,
          response: { 200: DashboardPayload, "4xx": ErrorResponse },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        await engine.ensureFresh();
        return live.payload(audienceOf(viewer, isFlagSet(request.query.showAll)));
      },
    );

    app.get(
      "/stream",
      {
        // There is no head without a stream behind it.
        exposeHeadRoute: false,
        schema: {
          tags: ["Dashboard"],
          summary: "A person's downloads, live",
          description:
            "Every event holds a whole DashboardPayload. With `delta=1`, only the first does, and what follows are events `patch` with what changed; with `delta=table` the first is an event `table`, which tells the same field by field in less than half of the bytes (packages/contract/src/dashboard-table.ts says how). Their ids let a reconnect go on where it stopped. A comment every 25 seconds keeps the connection open. A person may have 32 streams open, of all kinds together, and an address 256; beyond that the answer is 429.",
          querystring: StreamQuery,
          produces: ["text/event-stream"],
          response: { 200: EventStream, "4xx": ErrorResponse },
        },
      },
      async (request, reply) => {
        const { viewer } = sessionIn(request);
        const { showAll, delta } = request.query;
        const begin = prepareStream({ sessions, streamPlaces }, request, reply);
        await engine.ensureFresh();
        const audience = audienceOf(viewer, isFlagSet(showAll));
        begin(
          (sink, lastEventId) => live.open(audience, sink, formOf(delta), lastEventId),
          live.traffic,
        );
      },
    );
    app.get(
      "/cover-art",
      {
        // A page shows dozens of posters at once: browsing must not use up the general limit.
        config: { rateLimit: false },
        schema: {
          tags: ["Dashboard"],
          summary: "A poster",
          querystring: CoverArtQuery,
          produces: ["image/*"],
          response: { 200: Image, "4xx": ErrorResponse, "5xx": ErrorResponse },
        },
      },
      async (request, reply) => {
        const posterUrl = coverArt.find(sessionIn(request).viewer, request.query.url);
        if (posterUrl === null)
          throw new HttpError(400, "This is not a poster sofarr handed out to you.");
        const poster = await fetchPoster(posterUrl).catch(posterTrouble);
        return await reply
          .type(poster.type)
          .header("cache-control", `private, max-age=${POSTER_KEPT_S}`)
          .header("content-security-policy", "default-src 'none'; sandbox")
          .send(poster.body);
      },
    );
    done();
  };
}

/** What is no image is the caller's mistake; all else is the trouble it is. */
function posterTrouble(error: unknown): never {
  if (
    error instanceof UpstreamError &&
    (error.reason === "bad-payload" || error.reason === "refused")
  ) {
    throw new HttpError(400, `The poster ${error.message}.`);
  }
  throw error;
}

function formOf(delta: StreamQuery["delta"]): StreamForm {
  if (delta === "table") return "steps-from-table";
  return isFlagSet(delta) ? "steps" : "payloads";
}
