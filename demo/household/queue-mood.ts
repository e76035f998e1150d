import type { SimulatedState } from "../simulators/download-client-simulator.ts";
import type { QueueMood } from "./arr-desk.ts";

const CALM = {
  trackedDownloadState: "downloading",
  trackedDownloadStatus: "ok",
  errorMessage: null,
  timeleftSeconds: null,
} as const;

/** The *arr's words for a client's state that is not plain downloading; SABnzbd's repairs count as downloading. */
export function moodOf(state: SimulatedState, message: string): QueueMood {
  if (state === "paused") return { ...CALM, status: "paused" };
  if (state === "queued" || state === "metadata" || state === "checking") {
    return { ...CALM, status: "queued" };
  }
  if (state === "stalled" || state === "error") {
    const errorMessage = message === "" ? "The download is stalled with no connections" : message;
    return { ...CALM, status: "warning", trackedDownloadStatus: "warning", errorMessage };
  }
  return { ...CALM, status: "downloading", sizeleft: 0 };
}

/** Data is coming in. */
export function downloadingMood(bytesLeft: number, bytesPerSecond: number): QueueMood {
  return {
    ...CALM,
    status: "downloading",
    sizeleft: Math.round(bytesLeft),
    timeleftSeconds: bytesPerSecond === 0 ? null : Math.round(bytesLeft / bytesPerSecond),
  };
}

/** Done in the client; first waiting, then moving files. */
export function importMood(isMoving: boolean): QueueMood {
  return {
    status: "completed",
    trackedDownloadState: isMoving ? "importing" : "importPending",
    trackedDownloadStatus: "ok",
    statusMessages: [],
    errorMessage: null,
    sizeleft: 0,
    timeleftSeconds: null,
  };
}

/** The client gave up, and the *arr is about to. */
export function failedMood(message: string): QueueMood {
  return {
    status: "failed",
    trackedDownloadState: "failedPending",
    trackedDownloadStatus: "error",
    errorMessage: message,
    timeleftSeconds: null,
  };
}
