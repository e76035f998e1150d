import { ErrorResponse, InstanceQuery, PassedThroughObject } from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { Config } from "../../config/config.ts";
import type { ArrKind } from "../../domain/arr-reading.ts";
import type { Connected } from "../../upstreams/connected.ts";
import type { Arr } from "../../upstreams/upstream.ts";
import { chosenInstance } from "../chosen-instance.ts";
import { sessionIn } from "../plugins/session.ts";
import type { SecretMask } from "../present/mask-secrets.ts";
import { movedFrom, setUpAnswer } from "../webhooks/set-up-answer.ts";
import { reachable, receiverUrl } from "../webhooks/receiver-url.ts";
import { setUpArr, type ArrSetUp } from "../webhooks/set-up-arr.ts";

const APP_NAMES: Readonly<Record<ArrKind, string>> = { sonarr: "Sonarr", radarr: "Radarr" };

/** One-click set-up: every instance of one *arr gets a connection that calls us at an address of its own. */
export function arrSetUpRoutes(
  kind: ArrKind,
  options: {
    readonly config: Config;
    readonly arrs: readonly Connected<Arr>[];
    readonly mask: SecretMask;
  },
): FastifyPluginCallbackTypebox {
  const { config, mask } = options;
  const arrs = options.arrs.filter(({ instance }) => instance.kind === kind);
  const appName = APP_NAMES[kind];
  const running = new Map<string, Promise<ArrSetUp>>();

  /** Two clicks at once are one set-up. */
  function setUpOnce({ instance, upstream }: Connected<Arr>): Promise<ArrSetUp> {
    const before = running.get(instance.id);
    if (before !== undefined) return before;
    const { baseUrl, secret } = reachable(config);
    const url = receiverUrl(baseUrl, kind, instance.id);
    const work = setUpArr(upstream.control.notifications, { url, secret }).finally(() =>
      running.delete(instance.id),
    );
    running.set(instance.id, work);
    return work;
  }

  return (app, _options, done) => {
    app.post(
      "/notifications/sofarr-webhook",
      {
        config: { access: "admin" },
        schema: {
          tags: [appName],
          summary: `Have ${appName} tell sofarr of its events`,
          description:
            "Sets up every configured instance, or the one that is named. The answer is the connection of the first, and in `instances` what was done in each, with `movedFrom` where it led to an earlier address of ours.",
          querystring: InstanceQuery,
          response: {
            200: PassedThroughObject,
            503: ErrorResponse,
            "4xx": ErrorResponse,
            "5xx": ErrorResponse,
          },
        },
      },
      async (request) => {
        const { viewer } = sessionIn(request);
        const { instance: wanted } = request.query;
        const first = chosenInstance(arrs, wanted, appName);
        reachable(config);
        const targets = wanted === undefined ? arrs : [first];
        const setUps = await Promise.all(
          targets.map(async (target) => {
            const { id, name } = target.instance;
            const result = await setUpOnce(target).catch((error: unknown) => ({
              outcome: "failed" as const,
              error,
            }));
            request.log.info(
              {
                userId: viewer.id,
                user: viewer.name,
                instanceId: id,
                outcome: result.outcome,
                ...movedFrom(result),
              },
              "webhook set up",
            );
            return { instanceId: id, instanceName: name, result };
          }),
        );
        return setUpAnswer(setUps, mask);
      },
    );
    done();
  };
}
