import { flag, pageOf, readPaging, sortRows, wholeNumber, wholeNumbers } from "./arr-paging.ts";
import type { ArrWorld } from "./arr-world.ts";
import {
  isPending,
  isUnknown,
  queueResource,
  queueRows,
  type QueueRow,
  type RowIncludes,
} from "./queue-rows.ts";

const SORT_KEYS = ["timeleft", "title", "size", "added", "progress", "status", "protocol"];

/** GET /queue: one page, ten rows unless asked otherwise; past the end an earlier page comes again. */
export function listQueue(world: ArrWorld, query: URLSearchParams): object {
  const paging = readPaging(query, SORT_KEYS, "timeleft");
  const showUnknown = flag(query, world.vocabulary.includeUnknown);
  const rows = sortRows(
    queueRows(world).filter((row) => (showUnknown || !isUnknown(row)) && passes(world, row, query)),
    (row) => sortValue(row, paging.sortKey),
    paging.sortDirection,
  );
  let { page } = paging;
  let records = pageOf(rows, page, paging.pageSize);
  if (records.length === 0 && page > 1 && paging.pageSize > 0) {
    page = Math.max(1, Math.floor(rows.length / paging.pageSize));
    records = pageOf(rows, page, paging.pageSize);
  }
  const includes = readIncludes(world, query);
  return {
    ...paging,
    page,
    totalRecords: rows.length,
    records: records.map((row) => queueResource(world, row, includes)),
  };
}

/** GET /queue/details: not paged, and unknown items always among them. */
export function listQueueDetails(world: ArrWorld, query: URLSearchParams): object[] {
  const titleId = wholeNumber(query.get(world.vocabulary.titleIdName));
  const episodeIds = wholeNumbers(query, "episodeIds");
  const includes = readIncludes(world, query);
  return queueRows(world)
    .filter((row) => titleId === null || row.item.titleId === titleId)
    .filter((row) => episodeIds.length === 0 || episodeIds.includes(row.episode?.id ?? 0))
    .map((row) => queueResource(world, row, includes));
}

/** GET /queue/status: the counts. */
export function queueCounts(world: ArrWorld): object {
  const rows = queueRows(world);
  const known = rows.filter((row) => !isUnknown(row));
  const unknown = rows.filter(isUnknown);
  const some = (of: readonly QueueRow[], status: "error" | "warning"): boolean =>
    of.some((row) => !isPending(row) && row.item.trackedDownloadStatus === status);
  return {
    totalCount: rows.length,
    count: known.length,
    unknownCount: unknown.length,
    errors: some(known, "error"),
    warnings: some(known, "warning"),
    unknownErrors: some(unknown, "error"),
    unknownWarnings: some(unknown, "warning"),
  };
}

function readIncludes(world: ArrWorld, query: URLSearchParams): RowIncludes {
  return {
    title: flag(query, world.vocabulary.includeTitle),
    episode: flag(query, "includeEpisode"),
  };
}

/** The filters of newer versions; older ones do not know the names and ignore them. */
function passes(world: ArrWorld, row: QueueRow, query: URLSearchParams): boolean {
  if (!world.features.hasChangeCategory) return true;
  const titleIds = wholeNumbers(query, world.vocabulary.titleIdsName);
  const protocol = query.get("protocol");
  const statuses = query.getAll("status");
  return (
    (titleIds.length === 0 || titleIds.includes(row.item.titleId ?? 0)) &&
    (protocol === null || protocol === row.item.protocol) &&
    (statuses.length === 0 || statuses.includes(row.item.status))
  );
}

function sortValue({ item }: QueueRow, key: string): number | string {
  switch (key) {
    case "title":
      return item.title.toLowerCase();
    case "size":
      return item.size;
    case "added":
      return item.addedAt;
    case "progress":
      return item.size === 0 ? 0 : 1 - item.sizeleft / item.size;
    case "status":
      return item.status;
    case "protocol":
      return item.protocol;
    default:
      return item.timeleftSeconds ?? Number.MAX_SAFE_INTEGER;
  }
}
