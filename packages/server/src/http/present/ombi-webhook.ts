import type { OmbiWebhookStatusResponse } from "@sofarr/contract";

import type { OmbiWebhookSettings } from "../../upstreams/ombi-webhook.ts";
import type { WebhookUse } from "../webhooks/webhooks.ts";
import { MASK, type SecretMask } from "./mask-secrets.ts";

/** While no Ombi is configured. */
export const NO_OMBI_WEBHOOK: OmbiWebhookStatusResponse = {
  enabled: false,
  webhookUrl: null,
  applicationToken: null,
  isOurs: false,
  triggers: triggersOf(false),
  stats: null,
};

/** Ombi's webhook for an admin: where it leads and what came of it, without the secret. */
export function presentOmbiWebhook(
  { enabled, webhookUrl, applicationToken }: OmbiWebhookSettings,
  isOurs: boolean,
  { eventsReceived, pollsSkipped, lastEventAt }: WebhookUse,
  mask: SecretMask,
): OmbiWebhookStatusResponse {
  return {
    enabled,
    webhookUrl: webhookUrl === null ? null : String(mask(webhookUrl)),
    applicationToken: applicationToken === null ? null : MASK,
    isOurs,
    triggers: triggersOf(enabled),
    stats: {
      eventsReceived,
      pollsSkipped,
      ...(lastEventAt === null ? {} : { lastWebhookTimestamp: Math.round(lastEventAt) }),
    },
  };
}

/** Ombi sends every kind of event or none. */
function triggersOf(isOn: boolean): OmbiWebhookStatusResponse["triggers"] {
  return {
    requestAvailable: isOn,
    requestApproved: isOn,
    requestDeclined: isOn,
    requestPending: isOn,
    requestProcessing: isOn,
  };
}
