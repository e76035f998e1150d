import { ombi } from "./ombi/index.ts";
import { qbittorrent } from "./qbittorrent/index.ts";
import { radarr } from "./radarr/index.ts";
import { rtorrent } from "./rtorrent/index.ts";
import { sabnzbd } from "./sabnzbd/index.ts";
import { sonarr } from "./sonarr/index.ts";
import { transmission } from "./transmission/index.ts";
import type { ArrModule, DownloadClientModule, RequestManagerModule } from "./upstream.ts";

/** Every kind of download client. A new one adds its line here and nothing anywhere else. */
export const DOWNLOAD_CLIENTS: readonly DownloadClientModule[] = [
  sabnzbd,
  qbittorrent,
  transmission,
  rtorrent,
];

export const ARRS: readonly ArrModule[] = [sonarr, radarr];

export const REQUEST_MANAGERS: readonly RequestManagerModule[] = [ombi];
