import { Type, type Static } from "typebox";

import { nullable } from "./nullable.ts";

/**
 * The secret may come in the address, for services that cannot send a header; `instance` says who is calling, where the
 * one-click set-up wrote the address.
 */
export const WebhookQuery = Type.Object({
  secret: Type.Optional(
    Type.String({
      description: "The webhook secret, instead of the header X-Sofarr-Webhook-Secret.",
    }),
  ),
  instance: Type.Optional(
    Type.String({ maxLength: 128, description: "Id of the instance that calls." }),
  ),
});
export type WebhookQuery = Static<typeof WebhookQuery>;

/**
 * An event of Sonarr or Radarr. Only these are read: an event says that something changed, and what it is now is asked
 * of the *arr itself. Anything else in it is let through.
 */
export const WebhookPayload = Type.Object(
  {
    eventType: Type.String({ minLength: 1, maxLength: 256, description: "E.g. Grab or Download." }),
    instanceName: Type.Optional(
      Type.String({ description: "What the *arr calls itself; often just Sonarr or Radarr." }),
    ),
    date: Type.Optional(Type.String({ description: "ISO 8601; most releases do not send it." })),
  },
  { title: "WebhookPayload" },
);
export type WebhookPayload = Static<typeof WebhookPayload>;

/** An event of Ombi: a flat object of texts and nulls; `notificationType` says what happened. */
export const OmbiWebhookPayload = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: "object",
  additionalProperties: true,
});

export const WebhookResponse = Type.Object({
  received: Type.Boolean(),
  duplicate: Type.Boolean({ description: "The same event came a moment ago; nothing was done." }),
});
export type WebhookResponse = Static<typeof WebhookResponse>;

/** Whether services can call sofarr at all. */
export const WebhookConfigResponse = Type.Object({
  valid: Type.Boolean(),
  missing: Type.Array(Type.String(), { description: "Names of settings that are not set." }),
  baseUrl: nullable(
    Type.String({ description: "Where services reach this sofarr; null while it is not set." }),
  ),
});
export type WebhookConfigResponse = Static<typeof WebhookConfigResponse>;
