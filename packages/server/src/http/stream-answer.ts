import type { FastifyReply, FastifyRequest } from "fastify";

import { HttpError } from "./plugins/errors.ts";
import type { Sessions } from "./sessions.ts";
import { openSink, type SseSink } from "./sse.ts";
import { holdPlace, type StreamPlaces } from "./stream-places.ts";
import type { StreamTraffic } from "./stream-traffic.ts";

/**
 * Connects a sink with what is streamed.
 *
 * @param lastEventId of the event after which it goes on, `null` when it begins.
 * @returns closes the stream.
 */
type Connect = (sink: SseSink, lastEventId: string | null) => () => void;

/**
 * Makes ready to answer with a stream: takes a place for it, and from now on watches the session, where there is one, which
 * it lasts no longer than.
 *
 * @returns begins the stream, whose traffic may be counted. It throws HttpError 401 when the session has ended since it was
 *   looked up, or the browser left.
 * @throws HttpError 429 when there is no place, see `holdPlace`.
 */
export function prepareStream(
  { sessions, streamPlaces }: { readonly sessions: Sessions; readonly streamPlaces: StreamPlaces },
  request: FastifyRequest,
  reply: FastifyReply,
): (connect: Connect, traffic?: StreamTraffic) => void {
  holdPlace(streamPlaces, request, reply);
  let isOver = false;
  let end = (): void => {
    isOver = true;
  };
  if (request.session !== null) {
    const unwatch = sessions.watch(request.session, () => {
      end();
    });
    reply.raw.once("close", unwatch);
  }
  return (connect, traffic) => {
    if (isOver || reply.raw.destroyed) throw new HttpError(401, "Please sign in.");
    const lastEventId = request.headers["last-event-id"];
    const headers = reply.getHeaders() as Record<string, string | string[]>;
    reply.hijack();
    const sink = openSink(request, reply.raw, headers, traffic);
    end = connect(sink, typeof lastEventId === "string" ? lastEventId : null);
  };
}
