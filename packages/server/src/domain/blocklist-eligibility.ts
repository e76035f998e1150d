import type { QueueRecord } from "./arr-reading.ts";
import type { Download } from "./download.ts";
import type { TrackedDownload } from "./match-downloads.ts";

/** An owner may only replace a torrent that had this long to find its pieces. */
const TORRENT_GRACE_MS = 60 * 60 * 1000;
const FULL_COPY_PERCENT = 100;

export const NOBODY_KNOWS_WHAT = "Nobody knows what it is, so there is nothing to search for.";

/** Whether a download may be blocklisted and searched again, and why (not), in one sentence for a person. */
export interface BlocklistVerdict {
  readonly allowed: boolean;
  readonly reason: string;
  /** Since the epoch: when time alone will change it; absent when it will not. */
  readonly until?: number;
}

/** A download in an *arr's queue; `download` is `null` where no download client (any more) says that it has it. */
export interface QueuedDownload {
  readonly download: Pick<
    Download,
    "protocol" | "status" | "progressPercent" | "availabilityPercent" | "addedAt"
  > | null;
  readonly links: TrackedDownload["links"];
}

/** Whether the *arr cannot import a finished download by itself; true for all versions of both apps. */
export function hasImportIssue(record: QueueRecord): boolean {
  return (
    record.trackedState === "importBlocked" ||
    (record.trackedState === "importPending" &&
      (record.trackedStatus === "warning" || record.trackedStatus === "error"))
  );
}

/** Every reason the *arrs give for not importing it, each once. */
export function importIssuesOf(tracked: TrackedDownload): readonly string[] {
  const issues = new Set<string>();
  for (const record of tracked.links.flatMap((link) => link.records)) {
    if (!hasImportIssue(record)) continue;
    for (const message of record.statusMessages) issues.add(message);
    if (record.statusMessages.length === 0) {
      issues.add(record.errorMessage ?? "It is finished, but cannot be imported by itself.");
    }
  }
  return [...issues];
}

/**
 * Decides from facts alone whether a viewer may have a download removed, blocklisted and searched again.
 * Admins always may, once an *arr has it in its queue. An owner may when it has import issues, or when it is a torrent
 * older than an hour of which less than one full copy is within reach.
 */
export function blocklistVerdict(
  queued: QueuedDownload,
  isAdmin: boolean,
  now: number,
): BlocklistVerdict {
  const { download, links } = queued;
  if (links.every((link) => link.records.length === 0)) {
    return { allowed: false, reason: "No Sonarr or Radarr has it in its queue." };
  }
  const records = links.flatMap((link) => (link.titleId === null ? [] : link.records));
  if (records.length === 0) {
    return { allowed: false, reason: NOBODY_KNOWS_WHAT };
  }
  if (records.some(hasImportIssue)) return { allowed: true, reason: "It cannot be imported." };
  if (isAdmin) return { allowed: true, reason: "Admins may always look for another copy." };
  if (download === null) return { allowed: false, reason: "No download client has it just now." };
  const { availabilityPercent } = download;
  const isTorrent = download.protocol === "torrent";
  if (!isTorrent || availabilityPercent === null || availabilityPercent >= FULL_COPY_PERCENT) {
    return refusalFor(download);
  }
  const isOldEnoughAt = download.addedAt === null ? null : download.addedAt + TORRENT_GRACE_MS;
  if (isOldEnoughAt === null || now <= isOldEnoughAt) {
    return {
      allowed: false,
      reason: "It has not had an hour to find its missing parts.",
      ...(isOldEnoughAt === null ? {} : { until: isOldEnoughAt }),
    };
  }
  return { allowed: true, reason: "Nobody within reach has all of it." };
}

/** Why not, of a download of which nobody can say that it lacks anything. Trouble of its own comes before its parts. */
function refusalFor(download: NonNullable<QueuedDownload["download"]>): BlocklistVerdict {
  const { protocol, status, progressPercent, availabilityPercent } = download;
  if (status === "Failed") return { allowed: false, reason: "It has failed." };
  if (status === "Error") return { allowed: false, reason: "An error has stopped it." };
  if (protocol !== "torrent") return { allowed: false, reason: "It is still on its way." };
  return availabilityPercent === null && progressPercent < 100
    ? { allowed: false, reason: "How much of it is within reach is not known." }
    : { allowed: false, reason: "A full copy is within reach." };
}
