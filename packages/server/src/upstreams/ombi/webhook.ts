import type { OmbiWebhook, OmbiWebhookSettings } from "../ombi-webhook.ts";
import { flagOf, idOf, objectOf, textOf, type JsonObject } from "../json-fields.ts";
import { ombiBadPayload, ombiFailure } from "./failures.ts";
import type { OmbiHttp } from "./ombi-http.ts";

const SETTINGS_PATH = "/api/v1/Settings/notifications/webhook";
const TEST_PATH = "/api/v1/Tester/webhook";

export function createOmbiWebhook(instanceId: string, http: OmbiHttp): OmbiWebhook {
  async function read(signal: AbortSignal): Promise<OmbiWebhookSettings> {
    const settings = parseSettings(objectOf(await http.getJson({ path: SETTINGS_PATH, signal })));
    if (settings === null) throw ombiBadPayload(instanceId, "webhook settings");
    return settings;
  }

  /** Both calls answer `true` or `false`. */
  async function post(
    path: string,
    { id, ...settings }: OmbiWebhookSettings,
    signal: AbortSignal,
  ): Promise<void> {
    const response = await http.send({
      method: "POST",
      path,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(id === null ? settings : { ...settings, id }),
      signal,
    });
    if (response.status !== 200) throw ombiFailure(instanceId, response.status);
    if (response.json() !== true) throw ombiBadPayload(instanceId, "yes to the webhook settings");
  }

  return {
    read,
    write: (settings, signal) => post(SETTINGS_PATH, settings, signal),
    test: (settings, signal) => post(TEST_PATH, settings, signal),
  };
}

function parseSettings(settings: JsonObject | null): OmbiWebhookSettings | null {
  const enabled = flagOf(settings?.["enabled"]);
  if (settings === null || enabled === null) return null;
  return {
    enabled,
    webhookUrl: textOf(settings["webhookUrl"]),
    applicationToken: textOf(settings["applicationToken"]),
    id: idOf(settings["id"]),
  };
}
