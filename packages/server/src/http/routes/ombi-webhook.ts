import {
  ErrorResponse,
  InstanceQuery,
  OmbiWebhookEnableRequest,
  OmbiWebhookEnableResponse,
  OmbiWebhookStatusResponse,
  OmbiWebhookTestResponse,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { Config } from "../../config/config.ts";
import type { Connected } from "../../upstreams/connected.ts";
import type { RequestManager } from "../../upstreams/upstream.ts";
import { chosenInstance } from "../chosen-instance.ts";
import { HttpError } from "../plugins/errors.ts";
import { sessionIn } from "../plugins/session.ts";
import { MASK, type SecretMask } from "../present/mask-secrets.ts";
import { NO_OMBI_WEBHOOK, presentOmbiWebhook } from "../present/ombi-webhook.ts";
import { proxyDeadline } from "../proxy-deadline.ts";
import type { ConnectionTarget } from "../webhooks/arr-connection.ts";
import { leadsTo, ownUrl, reachable, receiverUrl } from "../webhooks/receiver-url.ts";
import { enableOmbi, testOmbi } from "../webhooks/set-up-ombi.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

const KIND = "ombi";

/** One-click set-up of Ombi's one webhook, how it does, and a try. */
export function ombiWebhookRoutes(options: {
  readonly config: Config;
  readonly requestManagers: readonly Connected<RequestManager>[];
  readonly webhooks: Webhooks;
  readonly mask: SecretMask;
}): FastifyPluginCallbackTypebox {
  const { config, webhooks, mask } = options;
  const ombis = options.requestManagers.filter(({ instance }) => instance.kind === KIND);

  /** @throws HttpError 400 when there is no Ombi, or what webhooks need is not set. */
  function choose(wanted: string | undefined): Connected<RequestManager> & {
    readonly target: ConnectionTarget;
  } {
    if (ombis.length === 0) {
      throw new HttpError(400, "Ombi is not configured.", "Set OMBI_URL and OMBI_API_KEY.");
    }
    const chosen = chosenInstance(ombis, wanted, "Ombi");
    const { baseUrl, secret } = reachable(config);
    return { ...chosen, target: { url: receiverUrl(baseUrl, KIND, chosen.instance.id), secret } };
  }

  return (app, _options, done) => {
    const forAdmins = { access: "admin" } as const;
    const tags = ["Ombi"];
    const querystring = InstanceQuery;
    const refusals = { "4xx": ErrorResponse, "5xx": ErrorResponse };

    app.post(
      "/enable",
      {
        config: forAdmins,
        schema: {
          tags,
          summary: "Have Ombi tell sofarr of its events",
          querystring,
          body: OmbiWebhookEnableRequest,
          response: { 200: OmbiWebhookEnableResponse, ...refusals },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        const { instance, upstream, target } = choose(request.query.instance);
        await enableOmbi(upstream.webhook, target, request.body?.force ?? false);
        request.log.info(
          { userId: viewer.id, user: viewer.name, instanceId: instance.id },
          "webhook set up",
        );
        return { success: true, webhookUrl: target.url, applicationToken: MASK };
      },
    );

    app.get(
      "/status",
      {
        config: forAdmins,
        schema: {
          tags,
          summary: "Whether Ombi tells sofarr of its events, and how many came",
          querystring,
          response: { 200: OmbiWebhookStatusResponse, ...refusals },
        },
      },
      async (request) => {
        if (ombis.length === 0) return NO_OMBI_WEBHOOK;
        const { instance, upstream } = chosenInstance(ombis, request.query.instance, "Ombi");
        const settings = await upstream.webhook.read(proxyDeadline());
        const baseUrl = ownUrl(config);
        const isOurs =
          baseUrl !== null &&
          leadsTo(settings.webhookUrl, receiverUrl(baseUrl, KIND, instance.id)) !== null;
        return presentOmbiWebhook(settings, isOurs, webhooks.useOf(instance.id), mask);
      },
    );

    app.post(
      "/test",
      {
        config: forAdmins,
        schema: {
          tags,
          summary: "Have Ombi send a test event, and see whether it comes",
          querystring,
          response: { 200: OmbiWebhookTestResponse, ...refusals },
        },
      },
      async (request) => {
        const { instance, upstream, target } = choose(request.query.instance);
        const instanceId = instance.id;
        const hasCome = await testOmbi(upstream.webhook, target, { webhooks, instanceId });
        return {
          success: hasCome,
          message: hasCome
            ? "Ombi sent a test event, and it came here."
            : "Ombi was told to send a test event, but none came: check that it reaches the address in SOFARR_BASE_URL, and enable the webhook again if the secret was changed.",
        };
      },
    );
    done();
  };
}
