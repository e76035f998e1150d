import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createRadarrSimulator, createSonarrSimulator } from "../../demo/simulators/arr/index.ts";
import {
  createMediaServerSimulator,
  type MediaServerOptions,
} from "../../demo/simulators/media-server/index.ts";
import { createQbittorrentSimulator } from "../../demo/simulators/qbittorrent/index.ts";
import { createSabnzbdSimulator } from "../../demo/simulators/sabnzbd/sabnzbd-simulator.ts";
import type { Clock } from "../../packages/server/src/engine/clock.ts";
import { ServerUnderTest } from "./server-under-test.ts";

/** Short enough for tests, long enough to tell one poll from the next. */
export const POLL_INTERVAL_MS = 200;

/** A small household on simulators, and the real server in front of it over real HTTP. */
export async function startHousehold(
  options: {
    mediaServer?: MediaServerOptions;
    sonarr?: Parameters<typeof createSonarrSimulator>[0];
    clock?: Clock;
  } = {},
) {
  const mediaServer = createMediaServerSimulator({
    kind: "jellyfin",
    version: "10.10.7",
    ...options.mediaServer,
  });
  const sonarr = createSonarrSimulator({
    apiKey: "sonarr-secret-key-1",
    ...options.sonarr,
  });
  const anime = createSonarrSimulator({ apiKey: "sonarr-secret-key-2" });
  const radarr = createRadarrSimulator({ apiKey: "radarr-secret-key-1" });
  const qbittorrent = createQbittorrentSimulator({ version: "5.1.4" });
  const sabnzbd = createSabnzbdSimulator({ version: "4.5.0" });
  const simulators = [mediaServer, sonarr, anime, radarr, qbittorrent, sabnzbd];
  await Promise.all(simulators.map((one) => one.start()));

  const users = {
    alice: mediaServer.addUser({ name: "Alice", password: "alice-password" }),
    bob: mediaServer.addUser({ name: "Bob", password: "bob-password" }),
    admin: mediaServer.addUser({ name: "Root", password: "root-password", isAdmin: true }),
  };
  const dataDir = mkdtempSync(join(tmpdir(), "sofarr-journey-"));
  const login =
    "username" in qbittorrent.credentials
      ? qbittorrent.credentials
      : { username: "", password: "" };
  const sabKey = "apiKey" in sabnzbd.credentials ? sabnzbd.credentials.apiKey : "";
  const environment: Record<string, string> = {
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "debug",
    DATA_DIR: dataDir,
    POLL_INTERVAL: String(POLL_INTERVAL_MS),
    EMBY_URL: mediaServer.url,
    EMBY_API_KEY: mediaServer.apiKey,
    SOFARR_WEBHOOK_SECRET: "webhook-secret-of-the-house",
    SONARR_INSTANCES: JSON.stringify([
      { name: "main", url: sonarr.url, apiKey: sonarr.apiKey },
      { name: "anime", url: anime.url, apiKey: anime.apiKey },
    ]),
    RADARR_INSTANCES: JSON.stringify([{ name: "main", url: radarr.url, apiKey: radarr.apiKey }]),
    QBITTORRENT_INSTANCES: JSON.stringify([
      { name: "main", url: qbittorrent.server.url, ...login },
    ]),
    SABNZBD_INSTANCES: JSON.stringify([{ name: "main", url: sabnzbd.server.url, apiKey: sabKey }]),
  };

  const server = new ServerUnderTest(environment, options.clock);
  return {
    mediaServer,
    sonarr,
    anime,
    radarr,
    qbittorrent,
    sabnzbd,
    users,
    environment,
    dataDir,
    /** Every line the server logged. */
    log: server.log,
    start: (change?: Record<string, string>) => server.start(change),
    stopServer: () => server.stop(),
    url: () => server.url,
    /** A browser at the door, or one that signed in. */
    browser: () => server.browser(),
    signedIn: (who: keyof typeof users) => server.signedIn(users[who]),
    async stop(): Promise<void> {
      await server.stop();
      await Promise.all(simulators.map((one) => one.stop()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Household = Awaited<ReturnType<typeof startHousehold>>;

/** A torrent in qBittorrent that Sonarr or Radarr grabbed for a title with these tags. */
export function grabEpisode(
  household: Household,
  what: {
    title: string;
    tags: readonly string[];
    series?: string;
    arr?: "sonarr" | "anime";
    episodes?: number;
  },
) {
  const arr = household[what.arr ?? "sonarr"];
  const series = arr.addSeries({
    title: what.series ?? "Harbor Lights",
    tags: [...what.tags],
    seasons: [8],
  });
  const download = household.qbittorrent.add({
    title: what.title,
    sizeBytes: 100_000_000,
    progress: 0.25,
    bytesPerSecond: 1_000_000,
    state: "downloading",
    category: "tv-sonarr",
    seeders: 3,
    availability: 2,
  });
  const item = arr.addQueueItem({
    downloadId: download.id.toUpperCase(),
    title: what.title,
    seriesId: series.id,
    episodeIds: series.episodes.slice(0, what.episodes ?? 1).map(({ id }) => id),
    protocol: "torrent",
  });
  return { series, download, item };
}
