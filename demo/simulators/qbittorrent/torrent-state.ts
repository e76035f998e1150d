import type { SimulatedDownload, SimulatedState } from "../download-client-simulator.ts";
import type { Traits } from "./versions.ts";

/** [word while data is missing, word once all wanted data is there] */
type Words = readonly [unfinished: string, finished: string];

/**
 * qBittorrent's word for each simulated state. It neither repairs nor unpacks, so those show as their nearest
 * real state; "failed" is a torrent whose data is gone. STOPPED stands for paused (4.x) or stopped (5.x).
 */
const WORDS: Readonly<Record<SimulatedState, Words>> = {
  queued: ["queuedDL", "queuedUP"],
  metadata: ["metaDL", "metaDL"],
  downloading: ["downloading", "stalledUP"],
  stalled: ["stalledDL", "stalledUP"],
  paused: ["STOPPEDDL", "STOPPEDUP"],
  checking: ["checkingDL", "checkingUP"],
  verifying: ["checkingDL", "checkingUP"],
  repairing: ["checkingDL", "checkingUP"],
  unpacking: ["moving", "moving"],
  moving: ["moving", "moving"],
  seeding: ["stalledUP", "stalledUP"],
  completed: ["STOPPEDUP", "STOPPEDUP"],
  failed: ["missingFiles", "missingFiles"],
  error: ["error", "error"],
};

/** The text of `state`. A seeding torrent that gives something (its bytesPerSecond) is `uploading`. */
export function stateWord(download: SimulatedDownload, traits: Traits): string {
  if (download.state === "seeding" && download.bytesPerSecond > 0) return "uploading";
  const [unfinished, finished] = WORDS[download.state];
  return (isFinished(download) ? finished : unfinished).replace("STOPPED", traits.stoppedWord);
}

/** Whether all wanted data is there. */
export function isFinished(download: SimulatedDownload): boolean {
  return download.progress >= 1 || download.state === "seeding" || download.state === "completed";
}

/** Whether it is a running download, i.e. one that looks for data. */
export function isLeeching(download: SimulatedDownload): boolean {
  return ["downloading", "stalled", "metadata"].includes(download.state) && !isFinished(download);
}

/** Whether `progress` tells of a check and not of the data. */
export function isChecking(download: SimulatedDownload): boolean {
  return ["checking", "verifying", "repairing"].includes(download.state);
}
