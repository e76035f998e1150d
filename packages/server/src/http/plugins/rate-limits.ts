import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { HttpError } from "./errors.ts";

const WINDOW_MS = 15 * 60_000;
const MOST_CALLS = 300;
const MOST_FAILED_LOGINS = 10;
const REMEMBERED_ADDRESSES = 10_000;

/** Limits failed sign-ins per address; those that succeed, or could not be judged, do not count. */
export interface LoginLimit {
  /**
   * Makes one attempt. Those under way count as failed until they are over: many at once are no way around the limit.
   *
   * @throws HttpError 429 when this address failed too often; whatever the attempt throws.
   */
  guard<T>(
    request: FastifyRequest,
    attempt: () => Promise<T>,
    hasFailed: (outcome: T) => boolean,
  ): Promise<T>;
}

/**
 * The general limit on `/api/*`, with the standard headers and a clear 429 body. Routes opt out by `rateLimit: false`; what
 * leads to no route counts as well. To be registered before whatever turns people away, so that those calls count too.
 */
export async function registerRateLimits(
  app: FastifyInstance,
  apiPrefix: string,
): Promise<LoginLimit> {
  await app.register(rateLimit, {
    global: false,
    max: MOST_CALLS,
    timeWindow: WINDOW_MS,
    cache: REMEMBERED_ADDRESSES,
    enableDraftSpec: true,
    addHeadersOnExceeding: {
      "x-ratelimit-limit": true,
      "x-ratelimit-remaining": true,
      "x-ratelimit-reset": true,
    },
    errorResponseBuilder: (_request, context) =>
      new HttpError(429, `Too many requests; try again in ${context.after}.`),
  });
  const generalLimit = app.rateLimit();
  app.addHook("onRequest", async function limit(request, reply) {
    // By the route that was found: an address may be written in many ways. Where none was, or only the one for all pages,
    // by the address.
    const { url, config } = request.routeOptions;
    const isBelow = url?.startsWith(apiPrefix) === true || plainPath(request).startsWith(apiPrefix);
    if (!isBelow || config.rateLimit === false) return;
    await generalLimit.call(this, request, reply);
  });
  const failedLogins = app.createRateLimit({ max: MOST_FAILED_LOGINS, timeWindow: WINDOW_MS });
  const underWay = new Map<string, number>();
  return {
    async guard(request, attempt, hasFailed) {
      const state = await failedLogins(request, { increment: false });
      const before = underWay.get(state.key) ?? 0;
      if (!state.isAllowed && state.remaining <= before) {
        throw new HttpError(
          429,
          `Too many failed sign-ins from this address; try again in ${minutesIn(state.ttlInSeconds)}.`,
          null,
          state.ttlInSeconds,
        );
      }
      underWay.set(state.key, before + 1);
      try {
        const outcome = await attempt();
        if (hasFailed(outcome)) await failedLogins(request);
        return outcome;
      } finally {
        const left = (underWay.get(state.key) ?? 1) - 1;
        if (left === 0) underWay.delete(state.key);
        else underWay.set(state.key, left);
      }
    },
  };
}

/** The path, decoded, also when the whole address stands in the request line. One that cannot be read is no path. */
function plainPath({ url }: FastifyRequest): string {
  try {
    return decodeURIComponent(new URL(url.startsWith("/") ? `http://any${url}` : url).pathname);
  } catch {
    return "";
  }
}

function minutesIn(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes > 1 ? `${minutes} minutes` : "a minute";
}
