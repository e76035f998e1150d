import { HealthResponse, ReadyResponse } from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

/** `/health` and `/ready`: for anyone, never limited, and without a word about the inside. */
export function healthRoutes(options: {
  readonly isMediaServerConfigured: boolean;
  readonly startedAt: number;
  readonly now: () => number;
}): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get(
      "/health",
      {
        config: { access: "public" },
        schema: { tags: ["Health"], summary: "Whether it runs", response: { 200: HealthResponse } },
      },
      () => ({ status: "ok", uptime: (options.now() - options.startedAt) / 1000 }),
    );
    app.get(
      "/ready",
      {
        config: { access: "public" },
        schema: {
          tags: ["Health"],
          summary: "Whether it is configured enough to be of use",
          response: { 200: ReadyResponse, 503: ReadyResponse },
        },
      },
      (_request, reply) => {
        if (options.isMediaServerConfigured) return { status: "ready" };
        reply.code(503);
        return { status: "not ready", reason: "EMBY_URL not configured" };
      },
    );
    done();
  };
}
