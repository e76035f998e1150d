import {
  ErrorResponse,
  OmbiWebhookPayload,
  WebhookConfigResponse,
  WebhookPayload,
  WebhookQuery,
  WebhookResponse,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest, RouteShorthandOptions } from "fastify";

import type { Config } from "../../config/config.ts";
import type { Engine } from "../../engine/engine.ts";
import { HttpError } from "../plugins/errors.ts";
import { createJsonParser } from "../plugins/request-bodies.ts";
import { missingSettings, ownUrl } from "../webhooks/receiver-url.ts";
import { arrEventIn, ombiEventIn, type WebhookEvent } from "../webhooks/webhook-event.ts";
import { checkSecret, OMBI_HEADER, SECRET_HEADER } from "../webhooks/webhook-secret.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

const MOST_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
/** A series that is renamed tells of every file it has; there is room for thousands. */
const LARGEST_EVENT_BYTES = 8 * 1024 * 1024;

const ARR_APPS = [
  { kind: "sonarr", appName: "Sonarr" },
  { kind: "radarr", appName: "Radarr" },
] as const;

/** Where Sonarr, Radarr and Ombi say that something changed. What is so now is then asked of them. */
export function webhookRoutes(options: {
  readonly config: Config;
  readonly webhooks: Webhooks;
  readonly engine: Engine;
}): FastifyPluginCallbackTypebox {
  const { config, webhooks, engine } = options;

  function receive(
    kind: string,
    event: WebhookEvent | null,
    instanceId: string | undefined,
  ): WebhookResponse {
    if (event === null) throw new HttpError(400, "The body does not say what happened.");
    const { isDuplicate, instances } = webhooks.receive(kind, event, instanceId ?? null);
    if (!isDuplicate) {
      for (const { id } of instances) engine.nudge(id, event.isAboutLibrary ? "library" : "list");
      if (event.isGrab) engine.nudgeDownloadClients();
    }
    return { received: true, duplicate: isDuplicate };
  }

  return (app, _options, done) => {
    // Some senders call their JSON something else.
    app.removeContentTypeParser("text/plain");
    app.addContentTypeParser("*", { parseAs: "buffer" }, createJsonParser(app));

    /** One limit for all three, beside the general one, and asked before the secret: guessing is slow. */
    const limit = app.rateLimit({ max: MOST_PER_MINUTE, timeWindow: MINUTE_MS });
    const guards = (headers: readonly string[]): RouteShorthandOptions => ({
      config: { access: "public", skipsCsrf: true, rateLimit: false },
      onRequest: limit,
      bodyLimit: LARGEST_EVENT_BYTES,
      // The body of a stranger is not even read.
      preParsing: async (request: FastifyRequest, _reply, payload) => {
        checkSecret(request, config.webhookSecret, headers);
        return await Promise.resolve(payload);
      },
    });
    const refusals = { 401: ErrorResponse, 429: ErrorResponse, "4xx": ErrorResponse };

    for (const { kind, appName } of ARR_APPS) {
      app.post(
        `/${kind}`,
        {
          ...guards([SECRET_HEADER]),
          schema: {
            tags: ["Webhook"],
            summary: `Hear of an event in ${appName}`,
            querystring: WebhookQuery,
            body: WebhookPayload,
            response: { 200: WebhookResponse, ...refusals },
          },
        },
        (request) => receive(kind, arrEventIn(request.body), request.query.instance),
      );
    }

    app.post(
      "/ombi",
      {
        ...guards([SECRET_HEADER, OMBI_HEADER]),
        schema: {
          tags: ["Webhook"],
          summary: "Hear of an event in Ombi",
          querystring: WebhookQuery,
          body: OmbiWebhookPayload,
          response: { 200: WebhookResponse, ...refusals },
        },
      },
      (request) => receive("ombi", ombiEventIn(request.body), request.query.instance),
    );

    app.get(
      "/config",
      {
        config: { access: "admin" },
        schema: {
          tags: ["Webhook"],
          summary: "Whether services can call sofarr",
          response: { 200: WebhookConfigResponse, "4xx": ErrorResponse },
        },
      },
      () => {
        const missing = [...missingSettings(config)];
        return { valid: missing.length === 0, missing, baseUrl: ownUrl(config) };
      },
    );
    done();
  };
}
