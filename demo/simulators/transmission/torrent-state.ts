import type { SimulatedDownload, SimulatedState } from "../download-client-simulator.ts";
import type { Torrent } from "./torrent.ts";

/** Transmission's own numbers, the same since 2.40. */
export const STATUS = {
  stopped: 0,
  verifying: 2,
  downloadWait: 3,
  downloading: 4,
  seedWait: 5,
  seeding: 6,
} as const;
export type Status = (typeof STATUS)[keyof typeof STATUS];

const LOCAL_ERROR = 3;
/** `error` when the tracker said no; the torrent goes on. */
export const TRACKER_ERROR = 2;

/**
 * [status while data is missing, status once all wanted data is there] for each simulated state. Transmission
 * neither repairs nor unpacks, and shows a torrent that is being moved as before; those show as their nearest.
 */
const STATUSES: Readonly<Record<SimulatedState, readonly [unfinished: Status, finished: Status]>> =
  {
    queued: [STATUS.downloadWait, STATUS.seedWait],
    metadata: [STATUS.downloading, STATUS.downloading],
    downloading: [STATUS.downloading, STATUS.seeding],
    stalled: [STATUS.downloading, STATUS.seeding],
    paused: [STATUS.stopped, STATUS.stopped],
    checking: [STATUS.verifying, STATUS.verifying],
    verifying: [STATUS.verifying, STATUS.verifying],
    repairing: [STATUS.verifying, STATUS.verifying],
    unpacking: [STATUS.downloading, STATUS.seeding],
    moving: [STATUS.downloading, STATUS.seeding],
    seeding: [STATUS.seeding, STATUS.seeding],
    completed: [STATUS.stopped, STATUS.stopped],
    failed: [STATUS.stopped, STATUS.stopped],
    error: [STATUS.stopped, STATUS.stopped],
  };

/** The number of `status`. */
export function statusOf(download: SimulatedDownload): Status {
  const [unfinished, finished] = STATUSES[download.state];
  return isFinished(download) ? finished : unfinished;
}

/** Whether all wanted data is there. */
export function isFinished(download: SimulatedDownload): boolean {
  return download.progress >= 1 || download.state === "seeding" || download.state === "completed";
}

/** `error` and `errorString`: a disk's words stop a torrent, a tracker's do not. */
export function errorOf({ download }: Torrent): { code: number; text: string } {
  const { state, message } = download;
  if (state === "error" || state === "failed") {
    return { code: LOCAL_ERROR, text: message === "" ? "No data found!" : message };
  }
  return { code: message === "" ? 0 : TRACKER_ERROR, text: message };
}

/** Bytes per second that come in; only a running download has any. */
export function downloadRate({ download }: Torrent): number {
  const runs = download.state === "downloading" && !isFinished(download);
  return runs ? Math.round(download.bytesPerSecond) : 0;
}

/** Bytes per second that go out: what a seeding torrent's speed means. */
export function uploadRate({ download }: Torrent): number {
  return download.state === "seeding" ? Math.round(download.bytesPerSecond) : 0;
}

/** Size as far as it is known: 0 until a magnet has its metadata. */
export function sizeOf({ download }: Torrent): number {
  return download.state === "metadata" ? 0 : download.sizeBytes;
}

/** Wanted bytes on disk. */
export function haveOf(torrent: Torrent): number {
  const { download } = torrent;
  return Math.round(sizeOf(torrent) * (isFinished(download) ? 1 : download.progress));
}
