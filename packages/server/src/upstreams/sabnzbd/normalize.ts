import { joinKey, type Download } from "../../domain/download.ts";
import { instantOfSeconds } from "../json-fields.ts";
import { plainMessage, plainPath, plainText } from "../plain-text.ts";
import { isFinished, statusInHistory, statusInQueue } from "./job-status.ts";
import { failureText, jobTitle } from "./job-text.ts";
import type { Job, PastJob, QueuedJob } from "./jobs.ts";
import type { WireQueueSlot } from "./wire.ts";

const BYTES_PER_MIB = 1024 * 1024;

export function normalizeJob(instanceId: string, job: Job): Download {
  return job.list === "queue" ? fromQueue(instanceId, job) : fromHistory(instanceId, job);
}

function fromQueue(
  instanceId: string,
  { slot, status, placeInLine, bytesPerSecond, etaSeconds }: QueuedJob,
): Download {
  const { title, labels } = splitLabels(slot);
  const said = statusInQueue(slot.status);
  const share = slot.mb > 0 ? (slot.mb - slot.mbleft) / slot.mb : slot.percentage / 100;
  const done = clamp(share, 0, 1);
  const sizeBytes = Math.max(0, Math.round(slot.mb * BYTES_PER_MIB));
  const trouble = labels.length > 0 ? plainMessage(labels.join(", ")) : null;
  return {
    instanceId,
    id: slot.nzoId,
    protocol: "usenet",
    joinKeys: [joinKey("usenet", slot.nzoId)],
    title,
    status,
    progressPercent: done * 100,
    sizeBytes: sizeBytes > 0 ? sizeBytes : null,
    downloadedBytes: Math.round(sizeBytes * done),
    bytesPerSecond,
    etaSeconds,
    placeInLine,
    category: categoryOf(slot.category),
    tags: [],
    savePath: null,
    addedAt: instantOfSeconds(slot.timeAdded),
    availabilityPercent: slot.mb > 0 ? clamp(1 - slot.mbmissing / slot.mb, 0, 1) * 100 : null,
    seeders: null,
    peers: null,
    message: trouble ?? (status === "Paused" ? null : said.message),
  };
}

function fromHistory(instanceId: string, { slot, status }: PastJob): Download {
  const bytes = Math.max(0, Math.round(slot.bytes));
  const isHere = status !== "Failed" || bytes > 0;
  return {
    instanceId,
    id: slot.nzoId,
    protocol: "usenet",
    joinKeys: [joinKey("usenet", slot.nzoId)],
    title: jobTitle(slot.name),
    status,
    // The download is over; a job given up before its first byte has none of it.
    progressPercent: isHere ? 100 : 0,
    sizeBytes: bytes > 0 ? bytes : null,
    downloadedBytes: bytes,
    bytesPerSecond: 0,
    etaSeconds: null,
    placeInLine: null,
    category: categoryOf(slot.category),
    tags: [],
    savePath: plainPath(slot.storage) || null,
    // `completed` of an unfinished job is the moment of the answer and no fact about the job.
    addedAt:
      instantOfSeconds(slot.timeAdded) ??
      (isFinished(slot.status) ? instantOfSeconds(slot.completed) : null),
    availabilityPercent: null,
    seeders: null,
    peers: null,
    message:
      (status === "Failed" ? failureText(slot.failMessage) : "") ||
      statusInHistory(slot.status).message,
  };
}

/** Releases without `labels` put them before the name; Sonarr strips the first of these, too. */
const LABEL_BEFORE_NAME =
  /^(ENCRYPTED|DUPLICATE|TOO LARGE|INCOMPLETE|UNWANTED|FILTERED|WAIT \d+ sec|PROPAGATING \d+ min) \/ /;

/**
 * Labels tell why a job waits (ENCRYPTED, DUPLICATE, …). Those that count down are left out: they would make the job
 * look changed at every poll, and the status says it already.
 */
function splitLabels(slot: WireQueueSlot): { title: string; labels: readonly string[] } {
  const labels = [...slot.labels];
  let name = slot.filename;
  for (let found = LABEL_BEFORE_NAME.exec(name); found; found = LABEL_BEFORE_NAME.exec(name)) {
    labels.push(found[1] ?? "");
    name = name.slice(found[0].length);
  }
  return { title: jobTitle(name), labels: labels.filter((label) => !/\d/.test(label)) };
}

/** "*" and "None" are SABnzbd's words for no category. */
function categoryOf(word: string): string | null {
  const category = plainText(word);
  return category === "" || category === "*" || category === "None" ? null : category;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
