import type { SimulatedDownload, SimulatedState } from "../download-client-simulator.ts";

/** What only SABnzbd has, beside the shared description of a download. */
export interface SabnzbdDetail {
  /** While in the queue: a status the shared states have no word for. A new state ends it. */
  queueStatus: "Propagating" | "Fetching" | null;
  /** While in post-processing: a step the shared states have no word for. A new state ends it. */
  postProcessing: "Queued" | "QuickCheck" | "Fetching" | "Running" | null;
  /** `"DUPLICATE"`, `"ENCRYPTED"`, `"WAIT 30 sec"`, ... */
  labels: string[];
  priority: "Force" | "Repair" | "High" | "Normal" | "Low";
  /** Live progress text of post-processing. */
  actionLine: string;
  /** A password of the archive: present in real answers, and nobody else's business. */
  password: string | null;
  script: string;
  /** When it ended, in milliseconds; set by itself on the way into the history. */
  endedAt: number;
  archived: boolean;
}

/** Which of SABnzbd's three places a job is in. */
export type Stage = "queue" | "post-processing" | "history";

/** One job: the shared description, SABnzbd's own part, and where it stands among the others. */
export interface SabnzbdJob {
  readonly download: SimulatedDownload;
  readonly detail: SabnzbdDetail;
  /** Grows with every change of stage: older ones are served first. */
  order: number;
}

const STAGES: Readonly<Record<SimulatedState, Stage>> = {
  queued: "queue",
  metadata: "queue",
  downloading: "queue",
  stalled: "queue",
  paused: "queue",
  checking: "queue",
  verifying: "post-processing",
  repairing: "post-processing",
  unpacking: "post-processing",
  moving: "post-processing",
  seeding: "history",
  completed: "history",
  failed: "history",
  error: "history",
};

const STEPS: Partial<Record<SimulatedState, string>> = {
  verifying: "Verifying",
  repairing: "Repairing",
  unpacking: "Extracting",
  moving: "Moving",
};

export function stageOf(job: SabnzbdJob): Stage {
  return STAGES[job.download.state];
}

const QUEUE_STATUSES: Partial<Record<SimulatedState, string>> = {
  paused: "Paused",
  metadata: "Grabbing",
  checking: "Checking",
};

/** The job's own status in the queue, before the queue as a whole has its say (`queue-slot.ts`). */
export function queueStatusOf(job: SabnzbdJob): string {
  const held = QUEUE_STATUSES[job.download.state];
  return held ?? (job.detail.queueStatus === "Fetching" ? "Fetching" : "Queued");
}

export function isPropagating(job: SabnzbdJob): boolean {
  return job.detail.queueStatus === "Propagating";
}

/** The status of a job that has left the queue. */
export function historyStatusOf(job: SabnzbdJob): string {
  const { state } = job.download;
  if (stageOf(job) === "history") {
    return state === "failed" || state === "error" ? "Failed" : "Completed";
  }
  return job.detail.postProcessing ?? STEPS[state] ?? "Queued";
}

/** Bytes that are still to be fetched. A job whose NZB is not here yet has no size. */
export function remainingBytes(job: SabnzbdJob): number {
  return totalBytes(job) * (1 - Math.min(1, Math.max(0, job.download.progress)));
}

export function totalBytes(job: SabnzbdJob): number {
  return job.download.state === "metadata" ? 0 : job.download.sizeBytes;
}

/** A job without a category is in the one called `*`. */
export function categoryOf(job: SabnzbdJob): string {
  return job.download.category === "" ? "*" : job.download.category;
}
