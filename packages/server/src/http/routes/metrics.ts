import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";

import type { Secret } from "../../config/secret.ts";
import type { Engine } from "../../engine/engine.ts";
import type { KeptDatabase } from "../../store/kept-database.ts";
import { VERSION } from "../../version.ts";
import { bearerTokenIn } from "../bearer-token.ts";
import type { Live } from "../live.ts";
import { CONTENT_TYPE, expose } from "../metrics/exposition.ts";
import { metricsOf, type ProcessFacts } from "../metrics/metrics.ts";
import type { RequestCount } from "../metrics/request-count.ts";
import { HttpError } from "../plugins/errors.ts";
import { isSecret } from "../webhooks/webhook-secret.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

/** A scraper asks a few times a minute; whoever guesses asks more often. */
const MOST_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
const MICROSECONDS_PER_S = 1_000_000;
const MS_PER_S = 1000;

/**
 * `/metrics` for Prometheus, to whoever sends the secret as a Bearer token. Not part of the API, and only registered where
 * there is a secret.
 *
 * @param count of requests: to be registered before the routes it counts.
 */
export function metricsRoutes(options: {
  readonly secret: Secret;
  readonly count: RequestCount;
  readonly engine: Engine;
  readonly live: Live;
  readonly webhooks: Webhooks;
  readonly store: Pick<KeptDatabase, "keeping">;
}): FastifyPluginCallbackTypebox {
  const { secret, count, engine, live, webhooks, store } = options;
  return (app, _options, done) => {
    app.get(
      "/metrics",
      {
        config: { access: "public", rateLimit: { max: MOST_PER_MINUTE, timeWindow: MINUTE_MS } },
        preValidation: async (request) => {
          await Promise.resolve();
          checkBearer(request, secret);
        },
      },
      (_request, reply) => {
        const metrics = metricsOf({
          version: VERSION,
          sources: engine.state.sources,
          webhooks: webhooks.allUses(),
          viewers: live.viewerCount,
          streams: live.readerCount,
          traffic: live.traffic,
          isStateKept: store.keeping.trouble === null,
          requests: count.samples(),
          process: processFacts(),
        });
        return reply.type(CONTENT_TYPE).send(expose(metrics));
      },
    );
    done();
  };
}

/** @throws HttpError 401 */
function checkBearer({ headers }: FastifyRequest, secret: Secret): void {
  const given = bearerTokenIn(headers.authorization);
  if (given !== null && isSecret(given, secret)) return;
  throw new HttpError(
    401,
    "The secret of the metrics is missing or wrong.",
    "Send the value of METRICS_SECRET in the header Authorization, behind the word Bearer.",
  );
}

function processFacts(): ProcessFacts {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    nodeVersion: process.version,
    startedAtS: performance.timeOrigin / MS_PER_S,
    cpuS: (user + system) / MICROSECONDS_PER_S,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    loopActiveS: performance.eventLoopUtilization().active / MS_PER_S,
  };
}
