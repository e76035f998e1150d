import type { DownloadStatus } from "../../domain/download.ts";

/** What we say for one of SABnzbd's words, and why a job waits when the word alone would puzzle. */
export interface JobStatus {
  readonly status: DownloadStatus;
  readonly message: string | null;
}

const UNKNOWN: JobStatus = { status: "Unknown", message: null };

/**
 * Words of a job in the queue. "Downloading" is not here: SABnzbd says it of every job that is not held back, so
 * `normalize.ts` decides which one really is.
 * Source: sabnzbd/constants.py, class Status; sabnzbd/api.py, build_queue.
 */
const IN_QUEUE: Readonly<Record<string, JobStatus>> = {
  Downloading: { status: "Queued", message: null },
  Queued: { status: "Queued", message: null },
  Idle: { status: "Queued", message: null },
  Paused: { status: "Paused", message: null },
  Checking: { status: "Checking", message: null },
  Grabbing: { status: "Queued", message: "Fetching the NZB file" },
  Propagating: { status: "Queued", message: "Waiting until the post has reached all news servers" },
  // Blocks for par2: the data is here, and being mended.
  Fetching: { status: "Repairing", message: "Fetching extra repair blocks" },
};

/**
 * Words of a job in the history: post-processing, then its end.
 * A user script runs when the files are in their final folder, which is nearest to Moving.
 */
const IN_HISTORY: Readonly<Record<string, JobStatus>> = {
  Queued: { status: "Queued", message: "Waiting for post-processing" },
  QuickCheck: { status: "Verifying", message: null },
  Verifying: { status: "Verifying", message: null },
  Repairing: { status: "Repairing", message: null },
  Fetching: { status: "Repairing", message: "Fetching extra repair blocks" },
  Extracting: { status: "Unpacking", message: null },
  Moving: { status: "Moving", message: null },
  Running: { status: "Moving", message: "Running a user script" },
  Completed: { status: "Completed", message: null },
  Failed: { status: "Failed", message: null },
};

export function statusInQueue(word: string): JobStatus {
  return (Object.hasOwn(IN_QUEUE, word) ? IN_QUEUE[word] : undefined) ?? UNKNOWN;
}

export function statusInHistory(word: string): JobStatus {
  return (Object.hasOwn(IN_HISTORY, word) ? IN_HISTORY[word] : undefined) ?? UNKNOWN;
}

/** A job that is about to vanish; it is not shown. */
export function isGoing(word: string): boolean {
  return word === "Deleted";
}

/** The job has come to its end, well or not. */
export function isFinished(word: string): boolean {
  return word === "Completed" || word === "Failed";
}
