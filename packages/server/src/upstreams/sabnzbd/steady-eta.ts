import { isSameData } from "../../domain/keep-unchanged.ts";
import type { Job } from "./jobs.ts";

/** What is told of a waiting job may be off by this share of what is left, or by this much when that is more. */
const NEAR_SHARE = 0.1;
const NEAR_S = 60;

/** Whether what was told is still near an estimate: off by no more than a tenth of it, or than a minute. */
export function isNear(told: number | null, estimate: number | null): boolean {
  if (told === null || estimate === null) return told === estimate;
  return Math.abs(told - estimate) <= Math.max(NEAR_S, NEAR_SHARE * estimate);
}

/**
 * Whether what was told of a job still holds, so that it need not be told anew. Each job's time left counts all before it:
 * with every poll the whole line moves, and nobody needs to know by how little. So a job that waits is told anew when
 * anything else of it changed, or when its time left is no longer near what was told; the one that downloads always is.
 */
export function isStillTrue(told: Job, job: Job): boolean {
  if (told.list !== "queue" || job.list !== "queue" || job.bytesPerSecond > 0) {
    return isSameData(told, job);
  }
  return (
    told.status === job.status &&
    told.placeInLine === job.placeInLine &&
    told.bytesPerSecond === job.bytesPerSecond &&
    isNear(told.etaSeconds, job.etaSeconds) &&
    isSameData(told.slot, { ...job.slot, timeleft: told.slot.timeleft })
  );
}
