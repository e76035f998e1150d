import {
  ClientLogBatch,
  ClientLogsResponse,
  DebugHeaders,
  DebugStatusResponse,
  ErrorResponse,
  EventStream,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";

import type { Config } from "../../config/config.ts";
import type { LogLines } from "../../log-lines.ts";
import { clientLogEntry } from "../client-log-entry.ts";
import type { LogDoor } from "../log-door.ts";
import type { LogStream } from "../log-stream.ts";
import type { SecretMask } from "../present/mask-secrets.ts";
import type { Sessions } from "../sessions.ts";
import { prepareStream } from "../stream-answer.ts";
import type { StreamPlaces } from "../stream-places.ts";

const STREAM_WORDS =
  "Each event is one line as JSON: timestamp, level, message, and from the server details. First come the lines that are kept, up to 1,000. An event named skipped says how many a slow reader has lost. They count among the 32 streams a person may have open, and the 256 of an address; beyond that the answer is 429.";

/** What can be followed. */
export interface DebugLogs {
  readonly serverLog: LogStream;
  readonly clientLog: LogStream;
  /** Where browsers' lines go, which `clientLog` streams. */
  readonly clientLines: LogLines;
}

/** The logs of the server and of browsers, for admins, while they are switched on. */
export function debugRoutes(options: {
  readonly config: Pick<Config, "logStream">;
  readonly door: LogDoor;
  readonly logs: DebugLogs;
  readonly sessions: Sessions;
  readonly streamPlaces: StreamPlaces;
  readonly mask: SecretMask;
  readonly now: () => number;
}): FastifyPluginCallbackTypebox {
  const { config, door, logs, sessions, streamPlaces, mask, now } = options;

  /** Streams for as long as both want it, and no longer than the session, where there is one. */
  function follow(log: LogStream, request: FastifyRequest, reply: FastifyReply): void {
    prepareStream(
      { sessions, streamPlaces },
      request,
      reply,
    )((sink, lastEventId) => log.open(sink, lastEventId));
  }

  return (app, _options, done) => {
    const refusals = {
      401: ErrorResponse,
      403: ErrorResponse,
      "4xx": ErrorResponse,
      "5xx": ErrorResponse,
    };
    const tags = ["Debug"];
    const guarded = {
      // The door asks, in an order of its own.
      config: { access: "public", skipsCsrf: true },
      onRequest: door,
    } as const;
    const security = [{ CookieAuth: [] }];
    const stream = {
      tags,
      security,
      description: STREAM_WORDS,
      headers: DebugHeaders,
      produces: ["text/event-stream"],
      response: { 200: EventStream, ...refusals },
    };

    app.get(
      "/status",
      {
        config: { access: "public" },
        schema: {
          tags,
          summary: "Whether the logs are switched on",
          response: { 200: DebugStatusResponse },
        },
      },
      () => ({ enabled: config.logStream.enabled }),
    );

    app.get(
      "/server-logs",
      {
        ...guarded,
        exposeHeadRoute: false,
        schema: { ...stream, summary: "The server's log, live" },
      },
      (request, reply) => {
        follow(logs.serverLog, request, reply);
      },
    );

    app.get(
      "/client-logs",
      {
        ...guarded,
        exposeHeadRoute: false,
        schema: { ...stream, summary: "What browsers log, live" },
      },
      (request, reply) => {
        follow(logs.clientLog, request, reply);
      },
    );

    app.post(
      "/client-logs",
      {
        ...guarded,
        schema: {
          tags,
          security,
          summary: "Hand in what a browser logged",
          headers: DebugHeaders,
          body: ClientLogBatch,
          response: { 200: ClientLogsResponse, 400: ErrorResponse, ...refusals },
        },
      },
      (request) => {
        const at = now();
        for (const one of request.body) logs.clientLines.add(clientLogEntry(one, at, mask));
        return { success: true, count: request.body.length };
      },
    );
    done();
  };
}
