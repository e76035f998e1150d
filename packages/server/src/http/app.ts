import cookie from "@fastify/cookie";
import compress from "@fastify/compress";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from "fastify";

import type { Config } from "../config/config.ts";
import type { Secret } from "../config/secret.ts";
import type { Connections } from "../upstreams/connected.ts";
import { BlocklistSearch } from "../engine/blocklist-search.ts";
import type { Clock } from "../engine/clock.ts";
import type { Engine } from "../engine/engine.ts";
import type { HistoryReader } from "../engine/history-reader.ts";
import { createArrProxy } from "./arr-proxy.ts";
import type { CoverArt } from "./cover-art.ts";
import { lazyCompilers } from "./lazy-compilers.ts";
import type { Live } from "./live.ts";
import { createLogDoor } from "./log-door.ts";
import { registerRequestCount } from "./metrics/request-count.ts";
import { createCsrfTokens, registerCsrf } from "./plugins/csrf.ts";
import { refuseUnreadableAddress, registerErrors } from "./plugins/errors.ts";
import { registerOpenApi } from "./plugins/openapi.ts";
import { registerPassThrough } from "./plugins/pass-through.ts";
import { registerRequestBodies } from "./plugins/request-bodies.ts";
import { registerRateLimits } from "./plugins/rate-limits.ts";
import { registerSecurityHeaders } from "./plugins/security-headers.ts";
import { registerSession } from "./plugins/session.ts";
import type { PresentContext } from "./present/download.ts";
import { configuredSecrets, createSecretMask } from "./present/mask-secrets.ts";
import { arrNotificationRoutes } from "./routes/arr-notifications.ts";
import { arrRoutes } from "./routes/arr-routes.ts";
import { arrSetUpRoutes } from "./routes/arr-set-up.ts";
import { authRoutes } from "./routes/auth.ts";
import { blocklistSearchRoutes } from "./routes/blocklist-search.ts";
import { dashboardRoutes } from "./routes/dashboard.ts";
import { debugRoutes, type DebugLogs } from "./routes/debug.ts";
import { embyRoutes } from "./routes/emby.ts";
import { healthRoutes } from "./routes/health.ts";
import { historyRoutes } from "./routes/history.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { ombiWebhookRoutes } from "./routes/ombi-webhook.ts";
import { ombiRoutes } from "./routes/ombi.ts";
import { sabnzbdRoutes } from "./routes/sabnzbd.ts";
import { securityTxtRoutes } from "./routes/security-txt.ts";
import { statusRoutes } from "./routes/status.ts";
import { registerWebApp } from "./routes/web-app.ts";
import { webhookRoutes } from "./routes/webhook.ts";
import type { KeptDatabase } from "../store/kept-database.ts";
import type { Sessions } from "./sessions.ts";
import { StreamPlaces } from "./stream-places.ts";
import { createSignInGuard } from "./sign-in/sign-in-guard.ts";
import { createBrokenRequestRefusal, TRANSPORT } from "./transport.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";
import { VERSION } from "../version.ts";

export interface AppDeps {
  readonly config: Config;
  readonly connections: Connections;
  readonly cookieSecret: Secret;
  readonly engine: Engine;
  readonly history: HistoryReader;
  readonly live: Live;
  readonly logs: DebugLogs;
  readonly presentContext: PresentContext;
  readonly sessions: Sessions;
  readonly store: Pick<KeptDatabase, "keeping">;
  readonly webhooks: Webhooks;
  readonly coverArt: CoverArt;
  readonly fetchPoster: (url: string) => Promise<{ readonly type: string; readonly body: Buffer }>;
  readonly log: FastifyBaseLogger;
  /** Folder of the built web app. */
  readonly webRoot: string;
  readonly startedAt: number;
  readonly now: () => number;
  readonly clock: Clock;
}

/** The whole server without a port, so that tests can call it. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, sessions } = deps;
  const app = fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustIn(config.trustProxy),
    ...TRANSPORT,
    // The busy ones get a moment, see `closeApp`.
    forceCloseConnections: "idle",
    frameworkErrors: refuseUnreadableAddress,
    clientErrorHandler: createBrokenRequestRefusal(deps.log),
    routerOptions: { ignoreTrailingSlash: true },
    schemaController: { compilersFactory: lazyCompilers() },
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: "array",
        allErrors: false,
        // They are our own, and tests call every operation: the first call need not wait for a schema of schemas.
        validateSchema: false,
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  const isHttpsOutside = config.baseUrl?.startsWith("https:") ?? false;
  const isSecure = (request: FastifyRequest): boolean =>
    request.protocol === "https" || isHttpsOutside;
  const cookies = { path: `${config.basePath}/`, isSecure };
  const csrf = createCsrfTokens(deps.cookieSecret);

  registerErrors(app);
  const { metricsSecret } = config;
  const count = metricsSecret === null ? null : registerRequestCount(app, config.basePath);
  await registerSecurityHeaders(app, isSecure);
  const limit = await registerRateLimits(app, `${config.basePath}/api/`);
  registerRequestBodies(app);
  await app.register(cookie, { secret: deps.cookieSecret.reveal() });
  await app.register(compress, { threshold: 1024, globalDecompression: false });
  const { clock, cookieSecret: secret } = deps;
  const signInGuard = createSignInGuard({ limit, secret, cookies, clock });
  registerSession(app, sessions);
  registerCsrf(app, csrf);
  registerPassThrough(app);
  await registerOpenApi(app, { basePath: config.basePath, version: VERSION });

  const health = healthRoutes({
    isMediaServerConfigured: config.mediaServer !== null,
    startedAt: deps.startedAt,
    now: deps.now,
  });
  await app.register(health);
  if (config.basePath !== "") await app.register(health, { prefix: config.basePath });
  const securityTxt = securityTxtRoutes({ config, now: deps.now });
  await app.register(securityTxt);
  if (config.basePath !== "") await app.register(securityTxt, { prefix: config.basePath });
  const api = `${config.basePath}/api`;
  await app.register(authRoutes({ sessions, csrf, cookies, signInGuard }), {
    prefix: `${api}/auth`,
  });
  const streamPlaces = new StreamPlaces();
  await app.register(dashboardRoutes({ ...deps, streamPlaces }), { prefix: `${api}/dashboard` });
  const { engine, now, log } = deps;
  const blocklistSearch = new BlocklistSearch({ engine, userTags: config.userTags, now, log });
  await app.register(blocklistSearchRoutes({ blocklistSearch, arrs: deps.connections.arrs }), {
    prefix: `${api}/dashboard`,
  });
  await app.register(statusRoutes(deps), { prefix: `${api}/status` });
  await app.register(historyRoutes(deps), { prefix: `${api}/history` });
  const { requestManagers } = config;
  const context = deps.presentContext;
  await app.register(ombiRoutes({ engine, requestManagers, context, now }), {
    prefix: `${api}/ombi`,
  });

  const mask = createSecretMask(configuredSecrets(config, deps.cookieSecret));
  const { arrs, downloadClients, mediaServer } = deps.connections;
  for (const kind of ["sonarr", "radarr"] as const) {
    const proxy = createArrProxy(kind, arrs, mask);
    await app.register(arrRoutes(kind, proxy), { prefix: `${api}/${kind}` });
    await app.register(arrNotificationRoutes(proxy), { prefix: `${api}/${kind}` });
    await app.register(arrSetUpRoutes(kind, { config, arrs, mask }), { prefix: `${api}/${kind}` });
  }
  const ombis = deps.connections.requestManagers;
  await app.register(
    ombiWebhookRoutes({ config, requestManagers: ombis, webhooks: deps.webhooks, mask }),
    { prefix: `${api}/ombi/webhook` },
  );
  await app.register(webhookRoutes(deps), { prefix: `${api}/webhook` });
  await app.register(sabnzbdRoutes({ downloadClients, mask }), { prefix: `${api}/sabnzbd` });
  await app.register(embyRoutes({ mediaServer: mediaServer?.upstream ?? null, mask }), {
    prefix: `${api}/emby`,
  });
  const door = createLogDoor({ config, sessions, csrf, signInGuard });
  await app.register(debugRoutes({ ...deps, door, streamPlaces, mask }), {
    prefix: `${api}/debug`,
  });
  if (metricsSecret !== null && count !== null) {
    const metrics = metricsRoutes({ ...deps, secret: metricsSecret, count });
    await app.register(metrics, { prefix: config.basePath });
  }
  await registerWebApp(app, deps.webRoot, config.basePath);
  return app;
}

/** A number of proxies in front is a number of hops to believe. */
function trustIn(
  trustProxy: Config["trustProxy"],
): boolean | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trustProxy === "boolean") return trustProxy;
  return typeof trustProxy === "number" ? (_address, hop) => hop < trustProxy : [...trustProxy];
}
