import type { ArrSimulator } from "../simulators/arr/index.ts";
import type { Simulators } from "./simulators.ts";

/** The settings sofarr needs to live in this household; port, base URL and data folder are the caller's. */
export function environmentOf(simulators: Simulators): Record<string, string> {
  const { mediaServer, mainSonarr, animeSonarr, radarr, ombi } = simulators;
  const { qbittorrent, transmission, rtorrent, sabnzbd } = simulators;
  return {
    EMBY_URL: mediaServer.url,
    EMBY_API_KEY: mediaServer.apiKey,
    SONARR_INSTANCES: JSON.stringify([mainSonarr, animeSonarr].map(arrEntry)),
    RADARR_INSTANCES: JSON.stringify([arrEntry(radarr)]),
    OMBI_INSTANCES: JSON.stringify([{ name: "Ombi", url: ombi.url, apiKey: ombi.apiKey }]),
    QBITTORRENT_INSTANCES: JSON.stringify([
      { name: "Main qBittorrent", url: qbittorrent.server.url, ...qbittorrent.credentials },
    ]),
    TRANSMISSION_INSTANCES: JSON.stringify([
      { name: "Transmission", url: transmission.server.url, ...transmission.credentials },
    ]),
    RTORRENT_INSTANCES: JSON.stringify([
      { name: "rTorrent", url: rtorrent.url, ...rtorrent.credentials },
    ]),
    SABNZBD_INSTANCES: JSON.stringify([
      { name: "SABnzbd", url: sabnzbd.url, ...sabnzbd.credentials },
    ]),
    SOFARR_WEBHOOK_SECRET: "household-webhook-secret",
  };
}

function arrEntry(arr: ArrSimulator): object {
  return { name: arr.instanceName, url: arr.url, apiKey: arr.apiKey };
}
