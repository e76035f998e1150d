export {
  createTransmissionSimulator,
  type TorrentChange,
  type TransmissionOptions,
  type TransmissionSimulator,
} from "./transmission-simulator.ts";
export type { NewTorrent } from "./torrent.ts";
export type { TransmissionVersion } from "./versions.ts";
