import type { DownloadClientModule } from "../upstream.ts";
import { QbittorrentClient } from "./client.ts";

/** qBittorrent 4.1 and newer, by its Web API 2. */
export const qbittorrent: DownloadClientModule = {
  kind: "qbittorrent",
  protocol: "torrent",
  credentials: "login",
  schemes: ["http:", "https:"],
  connect: (instance, deps) => new QbittorrentClient(instance, deps),
};
