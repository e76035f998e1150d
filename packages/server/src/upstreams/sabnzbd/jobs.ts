import type { DownloadStatus } from "../../domain/download.ts";
import { instantOfSeconds } from "../json-fields.ts";
import { plainMessage } from "../plain-text.ts";
import { isFinished, isGoing, statusInHistory, statusInQueue } from "./job-status.ts";
import { secondsAtPace, type Pace } from "./pace.ts";
import type { WireHistorySlot, WireQueue, WireQueueSlot } from "./wire.ts";

const BYTES_PER_KIB = 1024;
/** Finished jobs stay in view this long: the list is a view of the present, not an archive. */
const FINISHED_SHOWN_MS = 24 * 60 * 60 * 1000;

/** Both of SABnzbd's lists at one moment. */
export interface SabnzbdReading {
  readonly queue: WireQueue;
  readonly history: readonly WireHistorySlot[];
  readonly pace: Pace | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A row of the list that tells the job, with what only the whole list shows. */
export type Job = QueuedJob | PastJob;

export interface QueuedJob {
  readonly list: "queue";
  readonly slot: WireQueueSlot;
  readonly status: DownloadStatus;
  /** 1 is the first; `null` unless it waits its turn. */
  readonly placeInLine: number | null;
  /** Above 0 for one job at most. */
  readonly bytesPerSecond: number;
  readonly etaSeconds: number | null;
}

export interface PastJob {
  readonly list: "history";
  readonly slot: WireHistorySlot;
  readonly status: DownloadStatus;
}

/**
 * One list of both, by id: the queue, then post-processing, then what finished in the last 24 hours.
 *
 * A job in both lists is told from the queue, unless post-processing has it: SABnzbd moves jobs between the two
 * while we ask, and a job that fetches repair blocks goes back to the queue.
 */
export function jobsOf(reading: SabnzbdReading): ReadonlyMap<string, Job> {
  const jobs = new Map<string, Job>();
  const active = activeSlot(reading.queue);
  let place = 0;
  for (const slot of reading.queue.slots) {
    if (isGoing(slot.status)) continue;
    const job = queuedJob(reading, slot, slot === active, place + 1);
    // A job that is paused lets the others pass.
    if (job.status !== "Paused") place += 1;
    jobs.set(slot.nzoId, job);
  }
  for (const slot of reading.history) {
    if (isGoing(slot.status) || isOld(slot, reading.now)) continue;
    const isElsewhere = isFinished(slot.status) || slot.status === "Fetching";
    if (isElsewhere && jobs.has(slot.nzoId)) continue;
    jobs.set(slot.nzoId, { list: "history", slot, status: statusInHistory(slot.status).status });
  }
  return jobs;
}

/** SABnzbd's words that have no translation, for the log. */
export function unknownWords(jobs: Iterable<Job>): readonly string[] {
  const words: string[] = [];
  for (const { slot, status } of jobs) {
    if (status === "Unknown") words.push(plainMessage(slot.status));
  }
  return words;
}

/**
 * `[D:]H:MM:SS` in seconds; `null` when unknown, which SABnzbd spells "0:00:00".
 * Source: sabnzbd/api.py, calc_timeleft.
 */
export function parseTimeleft(timeleft: string): number | null {
  const parts = /^(?:(\d{1,6}):)?(\d{1,6}):(\d{1,2}):(\d{1,2})$/.exec(timeleft.trim());
  if (parts === null) return null;
  const [, days = 0, hours, minutes, seconds] = parts;
  const wholeHours = Number(days) * 24 + Number(hours);
  const total = (wholeHours * 60 + Number(minutes)) * 60 + Number(seconds);
  return total > 0 ? total : null;
}

/** @param place where it stands in line, if it waits. */
function queuedJob(
  { queue, pace }: SabnzbdReading,
  slot: WireQueueSlot,
  isActive: boolean,
  place: number,
): QueuedJob {
  const status = statusOf(queue, slot, isActive);
  const left = status === "Paused" ? null : parseTimeleft(slot.timeleft);
  return {
    list: "queue",
    slot,
    status,
    placeInLine: status === "Queued" ? place : null,
    bytesPerSecond: isActive ? Math.round(queue.kbpersec * BYTES_PER_KIB) : 0,
    etaSeconds: isActive ? left : secondsAtPace(left, queue.kbpersec, pace),
  };
}

/** The one job that gets the whole speed: the first that may download, while anything is coming in. */
function activeSlot(queue: WireQueue): WireQueueSlot | null {
  if (queue.kbpersec <= 0) return null;
  return (
    queue.slots.find(
      (slot) =>
        (slot.status === "Downloading" || slot.status === "Fetching") && !isHeld(queue, slot),
    ) ?? null
  );
}

/** Paused together with the whole queue; Force priority (2 as a number) is exempt. */
function isHeld(queue: WireQueue, slot: WireQueueSlot): boolean {
  return queue.paused && slot.priority !== "Force" && slot.priority !== "2";
}

function statusOf(queue: WireQueue, slot: WireQueueSlot, isActive: boolean): DownloadStatus {
  if (isHeld(queue, slot)) return "Paused";
  if (isActive && slot.status === "Downloading") return "Downloading";
  return statusInQueue(slot.status).status;
}

function isOld(slot: WireHistorySlot, now: number): boolean {
  if (!isFinished(slot.status)) return false;
  const completedAt = instantOfSeconds(slot.completed);
  return completedAt !== null && now - completedAt > FINISHED_SHOWN_MS;
}
