import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
  type RadarrSimulator,
  type SonarrSimulator,
} from "../../demo/simulators/arr/index.ts";
import { createMediaServerSimulator } from "../../demo/simulators/media-server/index.ts";
import { createOmbiSimulator } from "../../demo/simulators/ombi/index.ts";
import { createQbittorrentSimulator } from "../../demo/simulators/qbittorrent/index.ts";
import type { SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import type { Clock } from "../../packages/server/src/engine/clock.ts";
import type { Answer, Browser } from "./browser.ts";
import { freePort } from "../../scripts/free-port.ts";
import { ServerUnderTest } from "./server-under-test.ts";

/** With characters that an address or a header must be careful with. */
export const HOOK_SECRET = "hook-secret & of+the=house";
/** So rare that only events and the start are a reason to read. */
const NO_POLL_MS = 3_600_000;

export interface HookHouseOptions {
  /** Versions of its Sonarrs by name; the first is the default one. */
  readonly sonarrs?: Readonly<Record<string, string>>;
  readonly radarrs?: Readonly<Record<string, string>>;
  readonly hasOmbi?: boolean;
  readonly pollIntervalMs?: number;
  readonly clock?: Clock;
}

/** A household whose services can call sofarr: it knows its own address, and shares a secret with them. */
export async function startHookHouse(options: HookHouseOptions = {}) {
  const mediaServer = createMediaServerSimulator({ version: "10.10.7" });
  const people = {
    alice: mediaServer.addUser({ name: "Alice", password: "alice-password" }),
    admin: mediaServer.addUser({ name: "Root", password: "root-password", isAdmin: true }),
  };
  const sonarrs = createAll(options.sonarrs ?? { main: "4.0.19" }, "sonarr", createSonarrSimulator);
  const radarrs = createAll(options.radarrs ?? {}, "radarr", createRadarrSimulator);
  const ombi = createOmbiSimulator({ apiKey: "ombi-secret-key" });
  const qbittorrent = createQbittorrentSimulator();
  const simulators = [mediaServer, ...sonarrs.values(), ...radarrs.values(), ombi, qbittorrent];
  await Promise.all(simulators.map((one) => one.start()));

  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "sofarr-journey-"));
  const { credentials } = qbittorrent;
  const login = "username" in credentials ? credentials : {};
  const environment = {
    PORT: String(port),
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
    DATA_DIR: dataDir,
    POLL_INTERVAL: String(options.pollIntervalMs ?? NO_POLL_MS),
    EMBY_URL: mediaServer.url,
    EMBY_API_KEY: mediaServer.apiKey,
    SOFARR_BASE_URL: `http://127.0.0.1:${port}`,
    SOFARR_WEBHOOK_SECRET: HOOK_SECRET,
    SONARR_INSTANCES: settingOf(sonarrs),
    RADARR_INSTANCES: settingOf(radarrs),
    QBITTORRENT_INSTANCES: JSON.stringify([
      { name: "main", url: qbittorrent.server.url, ...login },
    ]),
    ...(options.hasOmbi === true
      ? { OMBI_INSTANCES: JSON.stringify([{ name: "main", url: ombi.url, apiKey: ombi.apiKey }]) }
      : {}),
  };
  const server = new ServerUnderTest(environment, options.clock);

  return {
    server,
    people,
    ombi,
    qbittorrent,
    baseUrl: environment.SOFARR_BASE_URL,
    sonarr: (name = "main"): SonarrSimulator => oneOf(sonarrs, name),
    radarr: (name = "main"): RadarrSimulator => oneOf(radarrs, name),
    /** Starts, and waits until everything was read once. */
    async start(change: Readonly<Record<string, string>> = {}): Promise<void> {
      await server.start(change);
      const arrs: ArrSimulator[] = [...sonarrs.values(), ...radarrs.values()];
      await until(() => arrs.every((arr) => readsOf(arr.server) > 0), "every *arr was read");
    },
    admin: (): Promise<Browser> => server.signedIn(people.admin),
    /** Sends an event by hand. */
    send: (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
      server.browser().post(`/api/webhook/${path}`, body, { headers }),
    /** What was logged of events that came in: from whom, which, and whether again. */
    heard: (): HeardEvent[] =>
      server.log
        .map((line) => JSON.parse(line) as HeardEvent & { readonly msg: string })
        .filter(({ msg }) => msg === "webhook received"),
    /**
     * Stops everything.
     *
     * @param said what else, beside the log, must not hold a secret.
     * @throws when a secret was logged or said.
     */
    async stop(said: readonly string[] = []): Promise<void> {
      await server.stop();
      await Promise.all(simulators.map((one) => one.stop()));
      rmSync(dataDir, { recursive: true, force: true });
      const secrets = [
        HOOK_SECRET,
        encodeURIComponent(HOOK_SECRET),
        new URLSearchParams({ s: HOOK_SECRET }).toString().slice(2),
        mediaServer.apiKey,
        ombi.apiKey,
        ...[...sonarrs.values(), ...radarrs.values()].map(({ apiKey }) => apiKey),
        ...Object.values(people).map(({ password }) => password),
      ];
      const leaks = [...server.log, ...said].filter((text) =>
        secrets.some((secret) => text.includes(secret)),
      );
      if (leaks.length > 0) throw new Error(`secrets were told: ${leaks.join("\n")}`);
    },
  };
}

/** An event that came in, as the server logged it. */
interface HeardEvent {
  readonly sender: string;
  readonly event: string;
  readonly isDuplicate: boolean;
}

export type HookHouse = Awaited<ReturnType<typeof startHookHouse>>;

/** How often an *arr's queue was read. */
export function readsOf(server: SimulatorServer): number {
  return server.requests.filter(({ path }) => path.endsWith("/queue")).length;
}

/** What changed an *arr's connections: method and path of each call. */
export function writesTo(server: SimulatorServer): string[] {
  return server.requests
    .filter(({ method, path }) => method !== "GET" && path.includes("/notification"))
    .map(({ method, path }) => `${method} ${path.replace("/api/v3", "")}`);
}

/** Waits until something is so. @throws when it is not within the time. */
export async function until(check: () => boolean, what: string, ms = 20_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!check()) {
    if (Date.now() >= deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function createAll<T>(
  versions: Readonly<Record<string, string>>,
  kind: string,
  create: (options: { version: string; apiKey: string }) => T,
): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(versions).map(([name, version]) => [
      name,
      create({ version, apiKey: `${kind}-secret-key-${name}` }),
    ]),
  );
}

function settingOf(arrs: ReadonlyMap<string, ArrSimulator>): string {
  return JSON.stringify([...arrs].map(([name, { url, apiKey }]) => ({ name, url, apiKey })));
}

function oneOf<T>(all: ReadonlyMap<string, T>, name: string): T {
  const one = all.get(name);
  if (one === undefined) throw new Error(`there is no ${name}`);
  return one;
}
