import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";

import { HttpError } from "./errors.ts";

const WINDOW_MS = 15 * 60_000;
const MOST_CALLS = 300;
const MOST_FAILED_LOGINS = 10;
const REMEMBERED_ADDRESSES = 10_000;

/** Counts failed sign-ins only: ask before, count after. */
export interface LoginLimit {
  /** @throws HttpError 429 when this address failed too often. */
  check(request: FastifyRequest): Promise<void>;
  countFailure(request: FastifyRequest): Promise<void>;
}

/** The general limit on `/api/*`, with the standard headers and a clear 429 body. Routes opt out by `rateLimit: false`. */
export async function registerRateLimits(
  app: FastifyInstance,
  apiPrefix: string,
): Promise<LoginLimit> {
  await app.register(rateLimit, {
    global: true,
    max: MOST_CALLS,
    timeWindow: WINDOW_MS,
    cache: REMEMBERED_ADDRESSES,
    enableDraftSpec: true,
    addHeadersOnExceeding: {
      "x-ratelimit-limit": true,
      "x-ratelimit-remaining": true,
      "x-ratelimit-reset": true,
    },
    // A callable allow list is asked on every request: what is not the API is not counted.
    allowList: (request) => !request.url.startsWith(apiPrefix),
    errorResponseBuilder: (_request, context) =>
      new HttpError(429, `Too many requests; try again in ${context.after}.`),
  });
  const failedLogins = app.createRateLimit({ max: MOST_FAILED_LOGINS, timeWindow: WINDOW_MS });
  return {
    async check(request) {
      const state = await failedLogins(request, { increment: false });
      if (!state.isAllowed && state.remaining <= 0) {
        throw new HttpError(
          429,
          `Too many failed sign-ins from this address; try again in ${Math.ceil(state.ttlInSeconds / 60)} minutes.`,
        );
      }
    },
    async countFailure(request) {
      await failedLogins(request);
    },
  };
}
