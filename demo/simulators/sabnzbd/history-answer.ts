import type { ApiQuery } from "./api-query.ts";
import { categoryOf, historyStatusOf, type SabnzbdJob, stageOf } from "./sabnzbd-job.ts";
import type { SabnzbdSettings } from "./sabnzbd-settings.ts";
import type { SabnzbdDialect } from "./sabnzbd-version.ts";
import { sizeText } from "./text-forms.ts";

const ABORTED = "Aborted, cannot be completed - https://sabnzbd.org/not-complete";

const NZB_MD5 = "d41d8cd98f00b204e9800998ecf8427e";

/** What the history is told to show, and with what. */
export interface HistoryView {
  /** First in, first served. */
  readonly postProcessing: readonly SabnzbdJob[];
  /** Newest first; the archived ones when those were asked for. */
  readonly ended: readonly SabnzbdJob[];
  readonly settings: SabnzbdSettings;
  readonly dialect: SabnzbdDialect;
  readonly now: number;
  readonly historyUpdate: number;
}

/**
 * The value of `history` in the answer to `mode=history`, without the conditional poll (`sabnzbd-api.ts`).
 * Jobs in post-processing come first, the last one to enter it on top, and take up room in the page.
 */
export function historyAnswer(view: HistoryView, query: ApiQuery): Record<string, unknown> {
  const { dialect } = view;
  const start = query.int("start");
  const limit = query.int("limit") || view.settings.historyLimit;
  const matches = jobFilter(dialect, query);
  const active = view.postProcessing.filter(matches);
  const ended = view.ended.filter(matches);
  const activePage = start > active.length ? [] : active.slice(start, start + limit);
  const endedStart = Math.max(start - active.length, 0);
  const endedPage = ended.slice(endedStart, endedStart + limit - activePage.length);
  const size = sizeText(
    ended.reduce((total, job) => total + job.download.sizeBytes, 0),
    "",
  );
  return {
    total_size: size,
    month_size: size,
    week_size: size,
    day_size: size,
    slots: [...activePage.toReversed(), ...endedPage].map((job) => historySlot(view, job)),
    ...(dialect.ppSlots ? { ppslots: active.length } : {}),
    noofslots: active.length + ended.length,
    last_history_update: view.historyUpdate,
    version: dialect.version,
  };
}

function jobFilter(dialect: SabnzbdDialect, query: ApiQuery): (job: SabnzbdJob) => boolean {
  const search = query.text("search").toLowerCase();
  const categories = query.list("cat", "category");
  const ids = dialect.nzoIdsFilter ? query.list("nzo_ids") : null;
  const statuses = query.flag("failed_only")
    ? ["Failed"]
    : dialect.statusFilter
      ? query.list("status")
      : null;
  return (job) =>
    job.download.title.toLowerCase().includes(search) &&
    (categories?.includes(categoryOf(job)) ?? true) &&
    (statuses?.includes(historyStatusOf(job)) ?? true) &&
    (ids?.includes(job.download.id) ?? true);
}

function historySlot(view: HistoryView, job: SabnzbdJob): Record<string, unknown> {
  const { download, detail } = job;
  const { dialect, settings } = view;
  const isEnded = stageOf(job) === "history";
  const status = historyStatusOf(job);
  const hasFailed = status === "Failed";
  const bytes = Math.round(hasFailed ? download.sizeBytes * download.progress : download.sizeBytes);
  const path = `${settings.downloadFolder}/${download.title}`;
  return {
    // A job that is still worked on "completes" now, on every call anew.
    completed: Math.floor((isEnded ? detail.endedAt : view.now) / 1000),
    name: download.title,
    nzb_name: `${download.title}.nzb`,
    category: categoryOf(job),
    pp: "D",
    script: detail.script,
    report: "",
    url: null,
    status,
    nzo_id: download.id,
    storage: !isEnded ? "" : hasFailed ? path : storageOf(job, settings),
    path,
    script_line: "",
    download_time: 0,
    postproc_time: 0,
    stage_log: [
      { name: "Source", actions: [`${download.title}.nzb`] },
      { name: "Download", actions: [""] },
    ],
    downloaded: bytes,
    completeness: null,
    fail_message: hasFailed ? download.message || ABORTED : "",
    url_info: "",
    bytes,
    meta: null,
    series: isEnded ? null : "",
    md5sum: isEnded ? NZB_MD5 : "",
    password: detail.password,
    ...(dialect.etaFields
      ? { has_rating: false }
      : { duplicate_key: isEnded ? download.title.toLowerCase() : null }),
    ...(dialect.archive ? { archive: detail.archived } : {}),
    ...(dialect.timeAdded ? { time_added: Math.floor(download.addedAt / 1000) } : {}),
    size: sizeText(bytes),
    action_line: isEnded ? "" : detail.actionLine,
    loaded: !isEnded && status !== "Queued",
    retry: hasFailed,
  };
}

function storageOf(job: SabnzbdJob, settings: SabnzbdSettings): string {
  const { category, savePath, title } = job.download;
  return (
    savePath || [settings.completeFolder, category, title].filter((part) => part !== "").join("/")
  );
}
