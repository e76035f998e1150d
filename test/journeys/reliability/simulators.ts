import type { Chance } from "../../../demo/household/chance.ts";
import {
  createRadarrSimulator,
  createSonarrSimulator,
} from "../../../demo/simulators/arr/index.ts";
import { createMediaServerSimulator } from "../../../demo/simulators/media-server/index.ts";
import { createOmbiSimulator } from "../../../demo/simulators/ombi/index.ts";
import { createQbittorrentSimulator } from "../../../demo/simulators/qbittorrent/index.ts";
import { createRtorrentSimulator } from "../../../demo/simulators/rtorrent/index.ts";
import { createSabnzbdSimulator } from "../../../demo/simulators/sabnzbd/index.ts";
import { createTransmissionSimulator } from "../../../demo/simulators/transmission/index.ts";

/** The clocks of the household: one that all go by, and how wrong each of them is. */
export class HouseholdClocks {
  readonly #now: () => number;
  readonly #wrongByMs = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  of(id: string): () => number {
    return () => this.#now() + (this.#wrongByMs.get(id) ?? 0);
  }

  put(id: string, wrongByMs: number): void {
    this.#wrongByMs.set(id, wrongByMs);
  }
}

/** Makes every kind of upstream, some twice, each in a version that chance picks. None is started. */
export function createSimulators(chance: Chance, clocks: HouseholdClocks) {
  const kind = chance.pick(["jellyfin", "emby"] as const);
  const now = (id: string): { now: () => number } => ({ now: clocks.of(id) });
  const torrents = (name: string) =>
    createQbittorrentSimulator({
      version: chance.pick(["4.1.9", "4.5.2", "5.1.4", "5.3.0"] as const),
      password: `qbittorrent-password-${name}`,
      ...now(`qbittorrent-${name}`),
    });
  return {
    mediaServer: createMediaServerSimulator({ kind, ...now("media-server") }),
    sonarrs: {
      main: createSonarrSimulator({
        version: chance.pick(["3.0.10", "4.0.0", "4.0.19"]),
        apiKey: "sonarr-key-main",
        ...now("sonarr-main"),
      }),
      anime: createSonarrSimulator({
        version: "4.0.19",
        apiKey: "sonarr-key-anime",
        ...now("sonarr-anime"),
      }),
    },
    radarr: createRadarrSimulator({
      version: chance.pick(["3.2.2", "4.7.5", "5.14.0", "6.1.0"]),
      apiKey: "radarr-key-main",
      ...now("radarr-main"),
    }),
    ombi: createOmbiSimulator({ apiKey: "ombi-key-main", ...now("ombi-main") }),
    qbittorrents: { main: torrents("main"), seedbox: torrents("seedbox") },
    transmission: createTransmissionSimulator({
      version: chance.pick(["2.94", "3.00", "4.0.6", "4.1.3"] as const),
      password: "transmission-password-main",
      ...now("transmission-main"),
    }),
    rtorrent: createRtorrentSimulator({
      version: chance.pick(["0.9.8", "0.16.17"] as const),
      transport: chance.pick(["http", "scgi-tcp"] as const),
      ...now("rtorrent-main"),
    }),
    sabnzbd: createSabnzbdSimulator({
      version: chance.pick(["4.5.0", "5.1.3"] as const),
      ...now("sabnzbd-main"),
    }),
  };
}

export type Simulators = ReturnType<typeof createSimulators>;

/** sofarr's settings for these upstreams. */
export function settingsFor(simulators: Simulators): Record<string, string> {
  const { mediaServer, sonarrs, radarr, ombi, qbittorrents } = simulators;
  const { transmission, rtorrent, sabnzbd } = simulators;
  const list = (...instances: object[]): string => JSON.stringify(instances);
  const withKey = (name: string, { url, apiKey }: { url: string; apiKey: string }): object => ({
    name,
    url,
    apiKey,
  });
  return {
    EMBY_URL: mediaServer.url,
    EMBY_API_KEY: mediaServer.apiKey,
    SONARR_INSTANCES: list(withKey("main", sonarrs.main), withKey("anime", sonarrs.anime)),
    RADARR_INSTANCES: list(withKey("main", radarr)),
    OMBI_INSTANCES: list(withKey("main", ombi)),
    QBITTORRENT_INSTANCES: list(
      ...Object.entries(qbittorrents).map(([name, { server, credentials }]) => ({
        name,
        url: server.url,
        ...credentials,
      })),
    ),
    TRANSMISSION_INSTANCES: list({
      name: "main",
      url: transmission.server.url,
      ...transmission.credentials,
    }),
    RTORRENT_INSTANCES: list({
      name: "main",
      url: rtorrent.url,
      ...(rtorrent.credentials.username === "" ? {} : rtorrent.credentials),
    }),
    SABNZBD_INSTANCES: list({ name: "main", url: sabnzbd.url, ...sabnzbd.credentials }),
  };
}

/** Everything that must never be in a log. */
export function secretsOf({
  mediaServer,
  sonarrs,
  radarr,
  ombi,
  ...clients
}: Simulators): string[] {
  const { qbittorrents, transmission, rtorrent, sabnzbd } = clients;
  const logins = [...Object.values(qbittorrents), transmission, rtorrent];
  return [
    mediaServer.apiKey,
    ...mediaServer.sessions().map(({ token }) => token),
    ...[...Object.values(sonarrs), radarr, ombi].map(({ apiKey }) => apiKey),
    ...logins.map(({ credentials }) => credentials.password),
    sabnzbd.credentials.apiKey,
  ].filter((secret) => secret !== "");
}
