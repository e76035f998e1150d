/** A simulated rTorrent, behind a web server or on its own sockets. */
export type { NewDownload } from "./download-list.ts";
export {
  CHECK_WAITS,
  CLOSED,
  NEVER_OPENED,
  type RtorrentDetail,
  type RtorrentFlags,
} from "./rtorrent-download.ts";
export {
  createRtorrentSimulator,
  type RtorrentOptions,
  type RtorrentSimulator,
} from "./rtorrent-simulator.ts";
export type { RtorrentVersion, XmlLibrary } from "./rtorrent-version.ts";
