import type { FastifyInstance, FastifyRequest } from "fastify";

import type { Sample } from "./exposition.ts";

/** What stands for every address that is no operation of the API: pages, files, and what does not exist. */
const OTHER = "other";
const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"];

/** How many requests were answered, by method, operation and kind of answer. */
export interface RequestCount {
  samples(): readonly Sample[];
}

/**
 * Counts answers when they are over; a stream when it ends. Requests are told apart by the operation that was found for
 * them, never by their address: what anybody can make up would be a series each, and may hold what is not to be told.
 *
 * @param basePath in front of every operation, and not part of its name.
 */
export function registerRequestCount(app: FastifyInstance, basePath: string): RequestCount {
  const counts = new Map<string, { readonly labels: Record<string, string>; value: number }>();
  app.addHook("onResponse", async (request, reply) => {
    const labels = {
      method: METHODS.includes(request.method) ? request.method : OTHER,
      route: routeOf(request, basePath),
      status: `${Math.floor(reply.raw.statusCode / 100)}xx`,
    };
    const key = Object.values(labels).join(" ");
    const count = counts.get(key) ?? { labels, value: 0 };
    count.value += 1;
    counts.set(key, count);
  });
  return { samples: () => [...counts.values()] };
}

function routeOf({ is404, routeOptions }: FastifyRequest, basePath: string): string {
  const { url, schema } = routeOptions;
  const isOperation = !is404 && schema !== undefined && "tags" in schema && url !== undefined;
  if (!isOperation) return OTHER;
  return url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : url;
}
