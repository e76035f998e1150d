import {
  ArrHistoryQuery,
  ArrIdParams,
  ErrorResponse,
  InstanceQuery,
  PassedThroughList,
  PassedThroughObject,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { ArrKind } from "../../domain/arr-reading.ts";
import type { PassThroughAnswer, PassThroughCall } from "../../upstreams/arr-control.ts";
import { UpstreamError } from "../../upstreams/errors.ts";
import type { ArrProxy } from "../arr-proxy.ts";
import { askedRows } from "../asked-rows.ts";
import { HttpError } from "../plugins/errors.ts";
import { proxyDeadline } from "../proxy-deadline.ts";

/** In what the two differ. */
interface ArrRoutes {
  /** Its titles below our prefix, and below its own API. */
  readonly titlesRoute: string;
  readonly titlesPath: string;
  readonly summaries: { readonly one: string; readonly all: string };
  readonly queueQuery: Readonly<Record<string, boolean>>;
  /** The given contract names a status of its own for trouble with Sonarr's queue, and only there. */
  readonly queueTrouble: 500 | null;
}

const ROUTES: Readonly<Record<ArrKind, ArrRoutes>> = {
  sonarr: {
    titlesRoute: "/series",
    titlesPath: "/series",
    summaries: { one: "A series in Sonarr", all: "Every series in Sonarr" },
    queueQuery: { includeUnknownSeriesItems: true },
    queueTrouble: 500,
  },
  radarr: {
    titlesRoute: "/movies",
    titlesPath: "/movie",
    summaries: { one: "A movie in Radarr", all: "Every movie in Radarr" },
    queueQuery: { includeUnknownMovieItems: true },
    queueTrouble: null,
  },
};

/** The *arrs' own default is 10 rows; no version has an upper limit, and page by page the rows would move. */
const WHOLE_QUEUE = 100_000;
const NEWEST_FIRST = { page: 1, sortKey: "date", sortDirection: "descending" } as const;

/** What an *arr has in its queue, history and library, for admins: its own answers but for masked secrets. */
export function arrRoutes(kind: ArrKind, proxy: ArrProxy): FastifyPluginCallbackTypebox {
  const { titlesRoute, titlesPath, summaries, queueQuery, queueTrouble } = ROUTES[kind];
  const { appName } = proxy;
  const ask = async (
    instance: string | undefined,
    call: Omit<PassThroughCall, "method">,
  ): Promise<PassThroughAnswer> =>
    await proxy
      .choose(instance)
      .upstream.control.passThrough({ method: "GET", ...call }, proxyDeadline());

  return (app, _options, done) => {
    const tags = [appName];
    const config = { access: "admin" } as const;
    const refusals = { 503: ErrorResponse, "4xx": ErrorResponse, "5xx": ErrorResponse };
    const object = { 200: PassedThroughObject, ...refusals };
    const list = { 200: PassedThroughList, ...refusals };

    app.get(
      "/queue",
      {
        config,
        schema: {
          tags,
          summary: `All of ${appName}'s queue`,
          querystring: InstanceQuery,
          response: {
            ...object,
            ...(queueTrouble === null ? {} : { [queueTrouble]: ErrorResponse }),
          },
        },
      },
      async (request) => {
        const query = { page: 1, pageSize: WHOLE_QUEUE, ...queueQuery };
        try {
          const answer = await ask(request.query.instance, { path: "/queue", query });
          return proxy.contentOf(answer, "object", false);
        } catch (error) {
          throw queueTrouble === null ? error : withStatus(queueTrouble, error);
        }
      },
    );

    app.get(
      "/history",
      {
        config,
        schema: {
          tags,
          summary: `The newest of ${appName}'s history`,
          querystring: ArrHistoryQuery,
          response: object,
        },
      },
      async (request) => {
        const { instance, pageSize } = request.query;
        const query = { ...NEWEST_FIRST, pageSize: askedRows(pageSize, 1) };
        return proxy.contentOf(await ask(instance, { path: "/history", query }), "object", false);
      },
    );

    app.get(
      `${titlesRoute}/:id`,
      {
        config,
        schema: {
          tags,
          summary: summaries.one,
          params: ArrIdParams,
          querystring: InstanceQuery,
          response: object,
        },
      },
      async (request) => {
        const path = `${titlesPath}/${request.params.id}`;
        return proxy.contentOf(await ask(request.query.instance, { path }), "object", true);
      },
    );

    app.get(
      titlesRoute,
      {
        config,
        schema: { tags, summary: summaries.all, querystring: InstanceQuery, response: list },
      },
      async (request) =>
        proxy.contentOf(await ask(request.query.instance, { path: titlesPath }), "list", false),
    );
    done();
  };
}

/** Trouble with the upstream under another status than usual. */
function withStatus(status: number, error: unknown): unknown {
  if (error instanceof UpstreamError) {
    return new HttpError(status, `${error.instanceId} ${error.message}.`, error.advice);
  }
  const isTheirs = error instanceof HttpError && error.statusCode === 502;
  return isTheirs ? new HttpError(status, error.message, error.details) : error;
}
