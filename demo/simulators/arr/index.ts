/** A simulated Sonarr or Radarr. */
export type { ArrEpisode, ArrTitle, QueueItem } from "./arr-nouns.ts";
export {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
  type RadarrSimulator,
  type SonarrSimulator,
} from "./arr-simulator.ts";
