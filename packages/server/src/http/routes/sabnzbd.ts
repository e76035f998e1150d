import {
  ErrorResponse,
  InstanceQuery,
  PassedThroughObject,
  SabnzbdHistoryQuery,
} from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { Connected } from "../../upstreams/connected.ts";
import type { SabnzbdPassThrough } from "../../upstreams/pass-through.ts";
import type { DownloadClient } from "../../upstreams/upstream.ts";
import { askedRows } from "../asked-rows.ts";
import { chosenInstance } from "../chosen-instance.ts";
import type { SecretMask } from "../present/mask-secrets.ts";
import { proxyDeadline } from "../proxy-deadline.ts";

/** SABnzbd takes this for no limit named, and gives as many as it is set to; -1 would be all there are. */
const ITS_OWN_LIMIT = 0;

/** SABnzbd's own queue and history for admins, as they are but for masked secrets. */
export function sabnzbdRoutes(options: {
  /** Of every kind. */
  readonly downloadClients: readonly Connected<DownloadClient>[];
  readonly mask: SecretMask;
}): FastifyPluginCallbackTypebox {
  const { mask } = options;
  const those = options.downloadClients.flatMap(({ instance, upstream: { passThrough } }) =>
    instance.kind === "sabnzbd" && passThrough !== undefined
      ? [{ instance, upstream: passThrough }]
      : [],
  );
  const choose = (instance: string | undefined): SabnzbdPassThrough =>
    chosenInstance(those, instance, "SABnzbd").upstream;

  return (app, _options, done) => {
    const config = { access: "admin" } as const;
    const response = {
      200: PassedThroughObject,
      503: ErrorResponse,
      "4xx": ErrorResponse,
      "5xx": ErrorResponse,
    };
    app.get(
      "/queue",
      {
        config,
        schema: {
          tags: ["SABnzbd"],
          summary: "All of SABnzbd's queue",
          querystring: InstanceQuery,
          response,
        },
      },
      async (request) => mask(await choose(request.query.instance).queue(proxyDeadline())),
    );
    app.get(
      "/history",
      {
        config,
        schema: {
          tags: ["SABnzbd"],
          summary: "The newest of SABnzbd's history",
          querystring: SabnzbdHistoryQuery,
          response,
        },
      },
      async (request) => {
        const { instance, limit } = request.query;
        const rows = askedRows(limit, ITS_OWN_LIMIT);
        return mask(await choose(instance).history(rows, proxyDeadline()));
      },
    );
    done();
  };
}
