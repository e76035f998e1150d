/** A simulated Sonarr or Radarr. */
export type {
  ArrCommand,
  ArrConnection,
  ArrEpisode,
  ArrTitle,
  Deletion,
  HistoryEvent,
  QueueItem,
} from "./arr-nouns.ts";
export {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrOptions,
  type ArrSimulator,
  type RadarrSimulator,
  type SonarrSimulator,
} from "./arr-simulator.ts";
export { INDEXER_KEY } from "./history-data.ts";
export type { Delivery } from "./webhook-delivery.ts";
export type { ArrEvent } from "./webhook-event.ts";
