import { joinKey, type Download, type DownloadStatus } from "../../domain/download.ts";
import { instantOfSeconds } from "../json-fields.ts";
import { plainMessage, plainPath, plainText } from "../plain-text.ts";
import { isFinished, isGoing, statusInHistory, statusInQueue } from "./job-status.ts";
import { failureText, jobTitle } from "./job-text.ts";
import type { WireHistorySlot, WireQueue, WireQueueSlot } from "./wire.ts";

const BYTES_PER_MIB = 1024 * 1024;
const BYTES_PER_KIB = 1024;
/** Finished jobs stay in view this long: the list is a view of the present, not an archive. */
const FINISHED_SHOWN_MS = 24 * 60 * 60 * 1000;

/** Both of SABnzbd's lists at one moment. */
export interface SabnzbdReading {
  readonly instanceId: string;
  readonly queue: WireQueue;
  readonly history: readonly WireHistorySlot[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * One list of both: the queue, then post-processing, then what finished in the last 24 hours.
 *
 * A job in both lists is told from the queue, unless post-processing has it: SABnzbd moves jobs between the two
 * while we ask, and a job that fetches repair blocks goes back to the queue.
 */
export function normalizeJobs(reading: SabnzbdReading): readonly Download[] {
  const jobs = new Map<string, Download>();
  const active = activeSlot(reading.queue);
  let place = 0;
  for (const slot of reading.queue.slots) {
    if (isGoing(slot.status)) continue;
    const status = statusOf(reading.queue, slot, slot === active);
    // A job that is paused lets the others pass.
    if (status !== "Paused") place += 1;
    jobs.set(slot.nzoId, fromQueue(reading, slot, status, slot === active, place));
  }
  for (const slot of reading.history) {
    if (isGoing(slot.status) || isOld(slot, reading.now)) continue;
    const isElsewhere = isFinished(slot.status) || slot.status === "Fetching";
    if (isElsewhere && jobs.has(slot.nzoId)) continue;
    jobs.set(slot.nzoId, fromHistory(reading.instanceId, slot));
  }
  return [...jobs.values()];
}

/** SABnzbd's words that have no translation, for the log. */
export function unknownWords(reading: SabnzbdReading): readonly string[] {
  const queue = reading.queue.slots.filter(
    ({ status }) => !isGoing(status) && statusInQueue(status).status === "Unknown",
  );
  const history = reading.history.filter(
    ({ status }) => !isGoing(status) && statusInHistory(status).status === "Unknown",
  );
  return [...queue, ...history].map(({ status }) => plainMessage(status));
}

/**
 * `[D:]H:MM:SS` in seconds; `null` when unknown, which SABnzbd spells "0:00:00".
 * Source: sabnzbd/api.py, calc_timeleft.
 */
export function parseTimeleft(timeleft: string): number | null {
  const parts = /^(?:(\d{1,6}):)?(\d{1,6}):(\d{1,2}):(\d{1,2})$/.exec(timeleft.trim());
  if (parts === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return total > 0 ? total : null;
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

function fromQueue(
  { instanceId, queue }: SabnzbdReading,
  slot: WireQueueSlot,
  status: DownloadStatus,
  isActive: boolean,
  place: number,
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
    bytesPerSecond: isActive ? Math.round(queue.kbpersec * BYTES_PER_KIB) : 0,
    etaSeconds: status === "Paused" ? null : parseTimeleft(slot.timeleft),
    placeInLine: status === "Queued" ? place : null,
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

function fromHistory(instanceId: string, slot: WireHistorySlot): Download {
  const said = statusInHistory(slot.status);
  const bytes = Math.max(0, Math.round(slot.bytes));
  const isHere = said.status !== "Failed" || bytes > 0;
  return {
    instanceId,
    id: slot.nzoId,
    protocol: "usenet",
    joinKeys: [joinKey("usenet", slot.nzoId)],
    title: jobTitle(slot.name),
    status: said.status,
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
    message: (said.status === "Failed" ? failureText(slot.failMessage) : "") || said.message,
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

function isOld(slot: WireHistorySlot, now: number): boolean {
  if (!isFinished(slot.status)) return false;
  const completedAt = instantOfSeconds(slot.completed);
  return completedAt !== null && now - completedAt > FINISHED_SHOWN_MS;
}

/** "*" and "None" are SABnzbd's words for no category. */
function categoryOf(word: string): string | null {
  const category = plainText(word);
  return category === "" || category === "*" || category === "None" ? null : category;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
