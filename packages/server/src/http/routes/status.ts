import { ErrorResponse, StatusResponse } from "@sofarr/contract";
import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";

import type { CacheUse } from "../../cache-use.ts";
import type { Config } from "../../config/config.ts";
import { tagProblems } from "../../domain/tag-problems.ts";
import type { Engine } from "../../engine/engine.ts";
import type { KeptDatabase } from "../../store/kept-database.ts";
import type { Connections } from "../../upstreams/connected.ts";
import type { Instance } from "../../upstreams/instance.ts";
import { VERSION } from "../../version.ts";
import type { CoverArt } from "../cover-art.ts";
import type { Live } from "../live.ts";
import {
  megabytes,
  presentCacheUse,
  presentStatusSource,
  presentStorage,
  presentTagProblem,
  presentTiming,
  presentWebhookUse,
} from "../present/status.ts";
import type { DebugLogs } from "./debug.ts";
import { missingSettings } from "../webhooks/receiver-url.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

const MS_PER_S = 1000;

/** How sofarr itself is doing, for admins. */
export function statusRoutes(options: {
  readonly config: Config;
  readonly connections: Connections;
  readonly engine: Engine;
  readonly webhooks: Webhooks;
  readonly coverArt: CoverArt;
  readonly live: Live;
  readonly store: Pick<KeptDatabase, "keeping">;
  readonly logs: Pick<DebugLogs, "serverLog" | "clientLog">;
  readonly startedAt: number;
  readonly now: () => number;
}): FastifyPluginCallbackTypebox {
  const { config, connections, engine, webhooks, coverArt, live, logs, store, startedAt } = options;
  const senders = [...config.arrs, ...config.requestManagers];
  const canReceiveWebhooks = missingSettings(config).length === 0;

  function caches(): Readonly<Record<string, CacheUse>> {
    const libraries = connections.arrs.map(
      ({ instance, upstream }) => [`library-${instance.id}`, upstream.libraryUse()] as const,
    );
    return { posters: coverArt.use(), views: live.viewUse(), ...Object.fromEntries(libraries) };
  }
  function ofKind(kind: string): StatusResponse["webhooks"]["sonarr"] {
    const isConfigured = canReceiveWebhooks && senders.some((one) => one.kind === kind);
    return presentWebhookUse(isConfigured, webhooks.useOfKind(kind));
  }
  function ofInstance({ id }: Instance): StatusResponse["webhooks"]["instances"][number] {
    const counts = webhooks.useOf(id);
    return {
      instanceId: id,
      ...presentWebhookUse(canReceiveWebhooks, counts),
      duplicates: counts.duplicates,
      isFresh: counts.isFresh,
    };
  }

  return (app, _options, done) => {
    app.get(
      "/status",
      {
        config: { access: "admin" },
        schema: {
          tags: ["Status"],
          summary: "How sofarr and everything it reads is doing",
          response: { 200: StatusResponse, "4xx": ErrorResponse },
        },
      },
      () => {
        const now = options.now();
        const { snapshot, sources } = engine.state;
        const memory = process.memoryUsage();
        return {
          server: {
            version: VERSION,
            uptimeSeconds: Math.floor((now - startedAt) / MS_PER_S),
            nodeVersion: process.version,
            memoryUsageMB: megabytes(memory.rss),
            heapUsedMB: megabytes(memory.heapUsed),
            heapTotalMB: megabytes(memory.heapTotal),
          },
          polling: {
            enabled: config.pollIntervalMs !== null,
            intervalMs: config.pollIntervalMs ?? 0,
            lastPoll: Object.fromEntries(
              sources.map((source) => [source.id, presentTiming(source)]),
            ),
          },
          cache: Object.fromEntries(
            Object.entries(caches()).map(([name, use]) => [name, presentCacheUse(use)]),
          ),
          webhooks: {
            sonarr: ofKind("sonarr"),
            radarr: ofKind("radarr"),
            ombi: ofKind("ombi"),
            instances: senders.map(ofInstance),
          },
          sources: sources.map((source) => presentStatusSource(source, now)),
          sse: {
            clients: live.readerCount + logs.serverLog.readerCount + logs.clientLog.readerCount,
          },
          tagProblems: tagProblems(snapshot).map(presentTagProblem),
          storage: presentStorage(store.keeping),
        };
      },
    );
    done();
  };
}
