import type { OmbiWebhookStatusResponse } from "@sofarr/contract";

import type { Connection } from "./find-connection.ts";

/** How a service's webhook is. */
export type WebhookState =
  /** `connection` is what an *arr is asked to try; Ombi needs none. */
  | { readonly kind: "on"; readonly connection: Connection | null }
  | { readonly kind: "off" }
  /** Ombi's one webhook leads to another place: host and port. */
  | { readonly kind: "elsewhere"; readonly place: string };

/** Of an *arr, whose own connection was looked for. */
export function arrState(connection: Connection | null): WebhookState {
  return connection === null ? { kind: "off" } : { kind: "on", connection };
}

/** Of Ombi. One that is switched off may still hold another's address, which would be lost. */
export function ombiState({
  enabled,
  isOurs,
  webhookUrl,
}: OmbiWebhookStatusResponse): WebhookState {
  if (isOurs) return enabled ? { kind: "on", connection: null } : { kind: "off" };
  if (webhookUrl === null || webhookUrl === "") return { kind: "off" };
  const place = URL.canParse(webhookUrl) ? new URL(webhookUrl).host : webhookUrl;
  return { kind: "elsewhere", place };
}
