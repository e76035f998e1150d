import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import type { OmbiWebhook } from "../../upstreams/ombi-webhook.ts";
import { HttpError } from "../plugins/errors.ts";
import { proxyDeadline } from "../proxy-deadline.ts";
import type { ConnectionTarget } from "./arr-connection.ts";
import { leadsTo, placeOf } from "./receiver-url.ts";
import type { Webhooks } from "./webhooks.ts";

/** How long an event may take from Ombi to us. */
const LONGEST_WAIT_MS = 15_000;
/** Ombi answers a test when it has sent it (or given up); what is on its way then is here in a moment. */
const GRACE_MS = 2_000;

/**
 * Makes Ombi's one webhook lead to us. Reads and compares before it writes: a second time changes nothing.
 *
 * @param force also when it leads elsewhere.
 * @throws HttpError 400 when it leads elsewhere and is not to be replaced.
 * @throws UpstreamError
 */
export async function enableOmbi(
  webhook: OmbiWebhook,
  target: ConnectionTarget,
  force: boolean,
): Promise<void> {
  const signal = proxyDeadline();
  const settings = await webhook.read(signal);
  const { webhookUrl } = settings;
  if (webhookUrl !== null && leadsTo(webhookUrl, target.url) === null && !force) {
    throw new HttpError(
      400,
      `Ombi has one webhook only, and it leads to ${placeOf(webhookUrl)}.`,
      'Send {"force": true} to have it lead to sofarr instead.',
    );
  }
  const wanted = {
    ...settings,
    enabled: true,
    webhookUrl: target.url,
    applicationToken: target.secret,
  };
  if (!isDeepStrictEqual(wanted, settings)) await webhook.write(wanted, signal);
}

/**
 * Has Ombi send a test event, with the settings it has, and looks whether it comes here: Ombi itself always says yes.
 *
 * @returns whether it came.
 * @throws HttpError 400 when its webhook is off or leads elsewhere.
 * @throws UpstreamError
 */
export async function testOmbi(
  webhook: OmbiWebhook,
  target: ConnectionTarget,
  arrivals: { readonly webhooks: Webhooks; readonly instanceId: string },
): Promise<boolean> {
  const signal = proxyDeadline();
  const settings = await webhook.read(signal);
  if (!settings.enabled || leadsTo(settings.webhookUrl, target.url) === null) {
    throw new HttpError(400, "Ombi's webhook does not lead to this sofarr.", "Enable it first.");
  }
  const { webhooks, instanceId } = arrivals;
  const arrival = webhooks.testArrives(instanceId, LONGEST_WAIT_MS);
  await webhook.test(settings, signal);
  return await Promise.race([arrival, delay(GRACE_MS, false, { ref: false })]);
}
