import {
  categoryOf,
  isPropagating,
  queueStatusOf,
  remainingBytes,
  type SabnzbdJob,
  totalBytes,
} from "./sabnzbd-job.ts";
import type { SabnzbdSettings } from "./sabnzbd-settings.ts";
import type { SabnzbdDialect } from "./sabnzbd-version.ts";
import { ageText, mebibytes, percentageText, sizeText, timeLeftText } from "./text-forms.ts";

export const NO_ETA = "unknown";
const POST_AGE_MS = 12 * 86_400_000;
const NEW_POST_AGE_MS = 60_000;
const ARTICLE_BYTES = 768 * 1024;

/** What the queue is told to show, and with what. */
export interface QueueView {
  /** In the order they are worked off. */
  readonly jobs: readonly SabnzbdJob[];
  readonly settings: SabnzbdSettings;
  readonly dialect: SabnzbdDialect;
  readonly now: number;
}

/**
 * One page of the queue.
 *
 * @param at.before  bytes that running jobs before this page still need: `timeleft` counts them too.
 */
export function slotsOf(
  view: QueueView,
  page: readonly SabnzbdJob[],
  at: { start: number; before: number; bytesPerSecond: number },
): Record<string, unknown>[] {
  let running = at.before;
  return page.map((job, offset) => {
    const isTimed = hasTimeLeft(view, job);
    // Cumulative: the time until this job is done, with all before it.
    if (isTimed) running += remainingBytes(job);
    const secondsLeft = at.bytesPerSecond > 0 ? running / at.bytesPerSecond : null;
    return {
      ...slot(view, job, at.start + offset),
      timeleft: isTimed ? timeLeftText(running, at.bytesPerSecond) : "0:00:00",
      ...(view.dialect.etaFields
        ? {
            eta: isTimed && secondsLeft !== null ? etaText(view.now + secondsLeft * 1000) : NO_ETA,
            has_rating: false,
          }
        : {}),
    };
  });
}

function slot(view: QueueView, job: SabnzbdJob, index: number): Record<string, unknown> {
  const { download, detail } = job;
  const { dialect } = view;
  const total = totalBytes(job);
  const left = remainingBytes(job);
  const isGrabbing = download.state === "metadata";
  const missing = total * Math.max(0, 1 - download.availability);
  return {
    index,
    nzo_id: download.id,
    unpackopts: isGrabbing ? "0" : "3",
    priority: isGrabbing && dialect.numericGrabPriority ? 0 : detail.priority,
    script: detail.script,
    filename: dialect.labelsInName
      ? [...detail.labels, download.title].join(" / ")
      : download.title,
    ...(dialect.labelsInName
      ? { missing: Math.ceil(missing / ARTICLE_BYTES) }
      : { labels: detail.labels }),
    password: detail.password ?? "",
    cat: categoryOf(job),
    mbleft: mebibytes(left),
    mb: mebibytes(total),
    size: sizeText(total),
    sizeleft: sizeText(left),
    percentage: percentageText(total, left),
    mbmissing: mebibytes(missing),
    direct_unpack: null,
    status: slotStatus(view, job),
    avg_age: isGrabbing ? "-" : ageText(postAge(view, job)),
    ...(dialect.timeAdded ? { time_added: Math.floor(download.addedAt / 1000) } : {}),
  };
}

/** How old the posts are: a propagating job's are too young, by definition. */
function postAge(view: QueueView, job: SabnzbdJob): number {
  return view.now - job.download.addedAt + (isPropagating(job) ? NEW_POST_AGE_MS : POST_AGE_MS);
}

/** "Downloading" is said of every job that nothing holds back, however far down the queue it is. */
function slotStatus(view: QueueView, job: SabnzbdJob): string {
  const own = queueStatusOf(job);
  if (!view.settings.paused && !["Paused", "Fetching", "Grabbing"].includes(own)) {
    if (isPropagating(job)) return "Propagating";
    return own === "Checking" ? "Checking" : "Downloading";
  }
  return job.detail.priority === "Force" ? "Downloading" : own;
}

function hasTimeLeft(view: QueueView, job: SabnzbdJob): boolean {
  if (job.detail.priority === "Force") return true;
  const mayRun = !view.settings.paused && !isPropagating(job);
  return mayRun && ["Queued", "Fetching"].includes(queueStatusOf(job));
}

/** e.g. `16:00 Fri 07 Feb`. */
export function etaText(at: number): string {
  const [day = "", date = "", month = "", , time = ""] = new Date(at)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  return `${time.slice(0, 5)} ${day} ${date} ${month}`;
}
