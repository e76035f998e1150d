import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

import { describeProblem, type Config } from "./config/config.ts";
import { SYSTEM_CLOCK, type Clock } from "./engine/clock.ts";
import { Engine } from "./engine/engine.ts";
import { HistoryReader } from "./engine/history-reader.ts";
import { buildApp } from "./http/app.ts";
import { closeApp } from "./http/close-app.ts";
import { createCoverArt } from "./http/cover-art.ts";
import { listen } from "./http/listen.ts";
import { Live } from "./http/live.ts";
import { LogStream } from "./http/log-stream.ts";
import { Sessions } from "./http/sessions.ts";
import { Webhooks } from "./http/webhooks/webhooks.ts";
import { LogLines } from "./log-lines.ts";
import { keptCookieSecret } from "./store/cookie-secret.ts";
import { lockFolder } from "./store/folder-lock.ts";
import { KeptDatabase } from "./store/kept-database.ts";
import { createSessionStore } from "./store/session-store.ts";
import { createUserStore } from "./store/user-store.ts";
import { createWebhookStore } from "./store/webhook-store.ts";
import type { Connected, Connections } from "./upstreams/connected.ts";
import { ARRS, DOWNLOAD_CLIENTS, REQUEST_MANAGERS } from "./upstreams/index.ts";
import type { Instance } from "./upstreams/instance.ts";
import { connectMediaServer } from "./upstreams/media-server/index.ts";
import { createPosterFetcher } from "./upstreams/poster/fetch-poster.ts";
import type { Upstream, UpstreamDeps } from "./upstreams/upstream.ts";
import { runAll, within } from "./stop-steps.ts";
import { VERSION } from "./version.ts";

/** How long calls that are under way may take when the server stops, and how long upstreams may take to let go. */
const CALLS_GRACE_MS = 3_000;
const UPSTREAMS_GRACE_MS = 1_500;

/** A running server. */
export interface Server {
  readonly url: string;
  /**
   * Ends streams, calls, polls and connections, in that order, and closes the database whatever becomes of them.
   * Whoever takes long is waited for a few seconds in all.
   *
   * @param hurry when aborted, nobody is waited for any more.
   * @throws what went wrong on the way, when everything is done.
   */
  stop(hurry?: AbortSignal): Promise<void>;
}

/** A server that is wired but has no port and asks nobody anything yet. */
export interface AssembledServer {
  readonly app: FastifyInstance;
  /** Listens and polls. */
  start(): Promise<void>;
  /** See `Server.stop`; also of a server that was never started. */
  stop(hurry?: AbortSignal): Promise<void>;
}

/** Assembles the server and starts it. See `assembleServer`. */
export async function startServer(
  config: Config,
  log: Logger,
  webRoot: string,
  clock: Clock = SYSTEM_CLOCK,
  logLines = new LogLines(),
): Promise<Server> {
  for (const warning of config.warnings) log.warn(describeProblem(warning));
  const server = await assembleServer(config, log, webRoot, clock, logLines);
  await server.start().catch(async (error: unknown) => {
    await server.stop().catch(() => {});
    throw error;
  });
  const { port } = server.app.server.address() as AddressInfo;
  log.info(
    { version: VERSION, port, startedInMs: Math.round(performance.now()) },
    "sofarr is listening",
  );
  return {
    url: `http://localhost:${port}${config.basePath}/`,
    stop: (hurry) => server.stop(hurry),
  };
}

/**
 * All wiring, read from top to bottom: config, store, upstreams, engine, app.
 *
 * @param clock what tells polls, sessions and ages the time; deadlines of single calls run on real time.
 * @param logLines where `log` keeps its newest lines, see `createLog`.
 * @throws FolderInUse, StoreTrouble when the data folder can never be one.
 */
export async function assembleServer(
  config: Config,
  log: Logger,
  webRoot: string,
  clock: Clock = SYSTEM_CLOCK,
  logLines = new LogLines(),
): Promise<AssembledServer> {
  const now = (): number => clock.now();
  const startedAt = now();

  const folder = lockFolder(config.dataDir, (error) => {
    log.info({ err: error }, "whether another sofarr uses DATA_DIR cannot be told");
  });
  const store = new KeptDatabase({ dataDir: config.dataDir, clock, log });
  const cookieSecret = config.cookieSecret ?? keptCookieSecret(store);
  const users = createUserStore(store);

  const connections = connect(config, (instance) => ({
    now,
    log: log.child({ instanceId: instance.id }),
  }));

  const history = new HistoryReader({ arrs: connections.arrs, clock });
  const webhooks = new Webhooks({
    instances: [...config.arrs, ...config.requestManagers],
    store: createWebhookStore(store),
    fallbackMs: config.webhookFallbackMs,
    clock,
    log,
  });
  const engine = new Engine({
    connections,
    webhooks: { news: webhooks, fallbackMs: config.webhookFallbackMs },
    people: users,
    userTags: config.userTags,
    pollIntervalMs: config.pollIntervalMs,
    onNudge: (instanceId) => {
      history.forget(instanceId);
    },
    clock,
    log,
  });
  const sessions = new Sessions({
    store: createSessionStore(store, cookieSecret),
    users,
    mediaServer: connections.mediaServer?.upstream ?? null,
    clock,
    onUsersChanged: () => {
      engine.usersChanged();
    },
    onMediaServerTrouble: () => {
      if (config.mediaServer !== null) engine.nudge(config.mediaServer.id);
    },
    log,
  });

  const instances = [...config.downloadClients, ...config.arrs, ...config.requestManagers];
  const coverArt = createCoverArt({ basePath: config.basePath, secret: cookieSecret });
  const presentContext = {
    instances: new Map(instances.map((one) => [one.id, one])),
    coverArt: coverArt.handOut,
  };
  const live = new Live({
    engine,
    context: presentContext,
    downloadClients: config.downloadClients.map(({ id, name, kind }) => ({ id, name, type: kind })),
    serverVersion: VERSION,
    mediaServer: config.mediaServer,
    now,
  });

  const clientLines = new LogLines();
  const logs = {
    serverLog: new LogStream(logLines),
    clientLog: new LogStream(clientLines),
    clientLines,
  };

  const fetchPoster = createPosterFetcher({ trustedOrigins: originsOf(config) });
  const app = await buildApp({
    config,
    connections,
    cookieSecret,
    engine,
    history,
    live,
    logs,
    presentContext,
    sessions,
    store,
    webhooks,
    coverArt,
    fetchPoster,
    log,
    webRoot,
    startedAt,
    now,
    clock,
  });

  return {
    app,
    async start() {
      live.start();
      logs.serverLog.start();
      logs.clientLog.start();
      sessions.start();
      await listen(app, config);
      engine.start();
    },
    async stop(hurry = new AbortController().signal) {
      live.stop();
      logs.serverLog.stop();
      logs.clientLog.stop();
      sessions.stop();
      history.stop();
      await runAll([
        () => closeApp(app, CALLS_GRACE_MS, hurry),
        () => within(UPSTREAMS_GRACE_MS, hurry, engine.stop()),
        () =>
          within(
            UPSTREAMS_GRACE_MS,
            hurry,
            Promise.all(everyOf(connections).map(({ upstream }) => upstream.close())),
          ),
        () => webhooks.close(),
        () => store.close(),
        () => folder.release(),
      ]);
    },
  };
}

/** The *arrs may have posters of their own. */
function originsOf(config: Config): ReadonlySet<string> {
  return new Set(config.arrs.map(({ url }) => new URL(url).origin));
}

/** Connects every configured instance with the module of its kind; nothing is sent yet. */
export function connect(
  config: Config,
  depsFor: (instance: Instance) => UpstreamDeps,
): Connections {
  const { mediaServer } = config;
  return {
    downloadClients: connectAll(config.downloadClients, DOWNLOAD_CLIENTS, depsFor),
    arrs: connectAll(config.arrs, ARRS, depsFor),
    requestManagers: connectAll(config.requestManagers, REQUEST_MANAGERS, depsFor),
    mediaServer:
      mediaServer === null
        ? null
        : {
            instance: mediaServer,
            upstream: connectMediaServer(mediaServer, depsFor(mediaServer)),
          },
  };
}

/** Every connection, whatever it is to. */
export function everyOf(connections: Connections): readonly Connected<Upstream>[] {
  const { downloadClients, arrs, requestManagers, mediaServer } = connections;
  return [
    ...(mediaServer === null ? [] : [mediaServer]),
    ...arrs,
    ...downloadClients,
    ...requestManagers,
  ];
}

function connectAll<T>(
  instances: readonly Instance[],
  modules: readonly { readonly kind: string; connect(instance: Instance, deps: UpstreamDeps): T }[],
  depsFor: (instance: Instance) => UpstreamDeps,
): readonly Connected<T>[] {
  return instances.map((instance) => {
    const module = modules.find(({ kind }) => kind === instance.kind);
    if (module === undefined) throw new Error(`no upstream of kind ${instance.kind}`);
    return { instance, upstream: module.connect(instance, depsFor(instance)) };
  });
}
