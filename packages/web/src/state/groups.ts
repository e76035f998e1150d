import type { NormalizedDownload } from "@sofarr/contract";

/** The groups of the list, in the order they are shown. `asked` is what no download client has yet. */
export const GROUPS = [
  "attention",
  "downloading",
  "waiting",
  "finishing",
  "asked",
  "done",
] as const;

export type Group = (typeof GROUPS)[number];

/** Client states that mean trouble by themselves. */
const TROUBLED_STATUSES = new Set(["Stalled", "Failed", "Error"]);
/** *arr states that nobody but a person gets out of. */
const TROUBLED_ARR_STATES = new Set(["importBlocked", "failedPending", "failed"]);
/** *arr states of a download whose data is here but which cannot be watched yet. */
const IMPORTING_ARR_STATES = new Set(["importPending", "importing"]);
const WORKING_STATUSES = new Set(["Verifying", "Repairing", "Unpacking", "Moving"]);
const FETCHING_STATUSES = new Set(["Downloading", "Fetching metadata"]);

const COMPLETE_PERCENT = 100;

/** Whether all of its data is here. */
export function hasAllData(download: Pick<NormalizedDownload, "status" | "progress">): boolean {
  return (
    download.status === "Completed" ||
    download.status === "Seeding" ||
    download.progress >= COMPLETE_PERCENT
  );
}

/** Where a download belongs on the page. Every download belongs somewhere, also one in a state nobody knows. */
export function groupOf(download: NormalizedDownload): Exclude<Group, "asked"> {
  if (needsAttention(download)) return "attention";
  if (WORKING_STATUSES.has(download.status)) return "finishing";
  if (hasAllData(download)) return isOnItsWayToTheLibrary(download) ? "finishing" : "done";
  if (FETCHING_STATUSES.has(download.status) || download.status === "Checking") {
    return "downloading";
  }
  return "waiting";
}

/**
 * An import problem counts once the data is here: until then the *arr repeats the download client's words, and
 * up to a minute and a half late (its queue is a snapshot of its own).
 */
function needsAttention(download: NormalizedDownload): boolean {
  if (download.arrState === "imported") return false;
  return (
    TROUBLED_STATUSES.has(download.status) ||
    (download.arrState !== null && TROUBLED_ARR_STATES.has(download.arrState)) ||
    (download.importIssues.length > 0 && hasAllData(download))
  );
}

/** Complete, and an *arr still has it in its queue: it says `downloading` until it has looked at the files. */
function isOnItsWayToTheLibrary(download: NormalizedDownload): boolean {
  if (download.status === "Checking") return true;
  if (download.arrState === null) return false;
  return download.arrState === "downloading" || IMPORTING_ARR_STATES.has(download.arrState);
}
