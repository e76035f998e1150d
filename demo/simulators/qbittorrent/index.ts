export {
  createQbittorrentSimulator,
  type QbittorrentOptions,
  type QbittorrentSimulator,
  type TorrentChange,
} from "./qbittorrent-simulator.ts";
export type { NewTorrent } from "./torrent.ts";
export type { QbittorrentVersion } from "./versions.ts";
