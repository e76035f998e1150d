import type { DownloadClientModule } from "../upstream.ts";
import { RtorrentClient } from "./client.ts";

/** rTorrent 0.9.6 to 0.16, by XML-RPC over HTTP or SCGI. */
export const rtorrent: DownloadClientModule = {
  kind: "rtorrent",
  protocol: "torrent",
  credentials: "login",
  schemes: ["http:", "https:", "scgi:"],
  connect: (instance, deps) => new RtorrentClient(instance, deps),
};
