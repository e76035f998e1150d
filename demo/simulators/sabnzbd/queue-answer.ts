import type { ApiQuery } from "./api-query.ts";
import { etaText, NO_ETA, type QueueView, slotsOf } from "./queue-slot.ts";
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
import { programHead } from "./status-answer.ts";
import { mebibytes, sizeText, timeLeftText } from "./text-forms.ts";

const PRIORITY_NUMBERS = { Force: 2, High: 1, Normal: 0, Low: -1, Repair: 3 } as const;

/** The value of `queue` in the answer to `mode=queue`. */
export function queueAnswer(view: QueueView, query: ApiQuery): Record<string, unknown> {
  const { settings, dialect, now } = view;
  const start = query.int("start");
  const limit = query.int("limit");
  const bytesPerSecond = queueSpeed(view);
  const counted = view.jobs.filter(isCounted);
  const left = sum(counted, remainingBytes);
  const matching = filterJobs(view.jobs, dialect, query);
  const page = matching.slice(start, limit === 0 ? undefined : start + limit);
  const before = sum(matching.slice(0, start).filter(isCounted), remainingBytes);
  return {
    ...programHead(settings, dialect, now),
    ...(dialect.etaFields ? oldHead(settings, left, bytesPerSecond, now) : {}),
    kbpersec: (bytesPerSecond / 1024).toFixed(2),
    speed: bytesPerSecond > 0 ? sizeText(bytesPerSecond, "") : dialect.zeroSpeed,
    mbleft: mebibytes(left),
    mb: mebibytes(sum(counted, totalBytes)),
    sizeleft: sizeText(left),
    size: sizeText(sum(counted, totalBytes)),
    noofslots_total: counted.length,
    noofslots: matching.length,
    start,
    limit,
    finish: start + limit,
    status: settings.paused ? "Paused" : bytesPerSecond > 0 ? "Downloading" : "Idle",
    timeleft: timeLeftText(left, bytesPerSecond),
    slots: slotsOf(view, page, { start, before, bytesPerSecond }),
  };
}

/** Only one job downloads at a time: the first that can. Its speed is the whole queue's. */
function queueSpeed(view: QueueView): number {
  const active = view.jobs.find(
    (job) =>
      job.download.state === "downloading" &&
      !isPropagating(job) &&
      (!view.settings.paused || job.detail.priority === "Force"),
  );
  return active?.download.bytesPerSecond ?? 0;
}

/** The head counts neither paused jobs nor those in pre-check. */
function isCounted(job: SabnzbdJob): boolean {
  return job.detail.priority === "Force" || !["Paused", "Checking"].includes(queueStatusOf(job));
}

function filterJobs(
  jobs: readonly SabnzbdJob[],
  dialect: SabnzbdDialect,
  query: ApiQuery,
): readonly SabnzbdJob[] {
  const search = query.text("search").toLowerCase();
  const categories = query.list("cat", "category");
  const priorities = query.list("priority");
  const statuses = dialect.statusFilter ? query.list("status") : null;
  const ids = dialect.nzoIdsFilter ? query.list("nzo_ids") : null;
  return jobs.filter(
    (job) =>
      job.download.title.toLowerCase().includes(search) &&
      (categories?.includes(categoryOf(job)) ?? true) &&
      (priorities?.includes(String(PRIORITY_NUMBERS[job.detail.priority])) ?? true) &&
      (statuses?.includes(queueStatusOf(job)) ?? true) &&
      (ids?.includes(job.download.id) ?? true),
  );
}

/** Fields of the queue's head that went away with 4.0. */
function oldHead(
  settings: SabnzbdSettings,
  left: number,
  bytesPerSecond: number,
  now: number,
): Record<string, unknown> {
  return {
    loadavg: "0.30 | 0.70 | 1.04 | V=1220M R=85M",
    cache_max: "134217728",
    eta: left > 0 && bytesPerSecond > 0 ? etaText(now + (left / bytesPerSecond) * 1000) : NO_ETA,
    refresh_rate: "1",
    interface_settings: "",
    scripts: ["None"],
    categories: settings.categories,
    rating_enable: false,
  };
}

function sum(jobs: readonly SabnzbdJob[], measure: (job: SabnzbdJob) => number): number {
  return jobs.reduce((total, job) => total + measure(job), 0);
}
