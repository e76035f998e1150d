import { createRadarrSimulator, createSonarrSimulator } from "../simulators/arr/index.ts";
import { createMediaServerSimulator } from "../simulators/media-server/index.ts";
import { createOmbiSimulator } from "../simulators/ombi/index.ts";
import { createQbittorrentSimulator } from "../simulators/qbittorrent/index.ts";
import { createRtorrentSimulator } from "../simulators/rtorrent/index.ts";
import { createSabnzbdSimulator } from "../simulators/sabnzbd/index.ts";
import type { SimulatorServer } from "../simulators/simulator-server.ts";
import { createTransmissionSimulator } from "../simulators/transmission/index.ts";

const KEPT_REQUESTS = 500;
const KEPT_ROWS = { history: 400, commands: 30, deletions: 30 };
const KEPT_SIGN_INS = 200;

/** Makes one of each kind (two Sonarrs), all with the household's time; none is started. */
export function createSimulators(now: () => number) {
  return {
    mediaServer: createMediaServerSimulator({ version: "10.10.7", serverName: "Home", now }),
    mainSonarr: createSonarrSimulator({
      instanceName: "Main Sonarr",
      apiKey: "main-sonarr-demo-key",
      now,
    }),
    animeSonarr: createSonarrSimulator({
      instanceName: "Anime Sonarr",
      apiKey: "anime-sonarr-demo-key",
      now,
    }),
    radarr: createRadarrSimulator({ instanceName: "Radarr", apiKey: "radarr-demo-key", now }),
    ombi: createOmbiSimulator({ apiKey: "ombi-demo-key", now }),
    qbittorrent: createQbittorrentSimulator({ now }),
    transmission: createTransmissionSimulator({ now }),
    rtorrent: createRtorrentSimulator({ now }),
    sabnzbd: createSabnzbdSimulator({ now }),
  };
}

export type Simulators = ReturnType<typeof createSimulators>;

/** Nothing may grow while a demo runs for days. */
export function forget(simulators: Simulators): void {
  for (const { server } of Object.values(simulators) as { server: SimulatorServer }[]) {
    server.requests.splice(0, Math.max(0, server.requests.length - KEPT_REQUESTS));
  }
  const { mainSonarr, animeSonarr, radarr, mediaServer } = simulators;
  for (const arr of [mainSonarr, animeSonarr, radarr]) arr.trim(KEPT_ROWS);
  mediaServer.trim(KEPT_SIGN_INS);
}
