import type { ArrKind, ArrReading, Grab, LibraryTitle, QueueRecord } from "./arr-reading.ts";
import type { Download } from "./download.ts";

/** What one *arr instance knows of one download: the title it is for, and the rows that say so. */
export interface ArrLink {
  readonly instanceId: string;
  readonly kind: ArrKind;
  /** `null` when the *arr does not recognise the release. */
  readonly titleId: number | null;
  readonly title: LibraryTitle | null;
  /** Queue rows, one per episode for a season pack; empty when only history knows the grab. */
  readonly records: readonly QueueRecord[];
  /** `grabbed` rows of history; filled whether or not there are queue rows. */
  readonly grabs: readonly Grab[];
}

/** A download joined to everything the *arrs know of it. */
export interface TrackedDownload {
  readonly download: Download;
  /** Queue links first; several only when several instances or titles claim one `downloadId`. */
  readonly links: readonly ArrLink[];
}

/** Links of one reading, by join key. */
interface LinkIndex {
  readonly queued: ReadonlyMap<string, readonly ArrLink[]>;
  readonly grabbed: ReadonlyMap<string, readonly ArrLink[]>;
}

/** An index belongs to exactly one reading, which never changes: built once, gone with it. */
const indexes = new WeakMap<ArrReading, LinkIndex>();
const NO_LINKS: readonly ArrLink[] = [];

/**
 * Joins downloads to the queue records that asked for them, by `downloadId` alone; a title never joins.
 *
 * @param downloads of all download clients.
 * @param readings one per *arr instance; ids never cross from one to another.
 * @param previous the result before, so that a download about which nothing changed stays the same object.
 * @returns one entry per download, in input order; `links` is empty when no *arr knows it. Where no queue record
 *   matches in any instance, `grabbed` history for the same `downloadId` serves.
 */
export function matchDownloads(
  downloads: readonly Download[],
  readings: readonly ArrReading[],
  previous: ReadonlyMap<Download, TrackedDownload> = new Map(),
): readonly TrackedDownload[] {
  const linkIndexes = readings.map(indexOf);
  return downloads.map((download) => {
    const links = linksOf(download, linkIndexes);
    const earlier = previous.get(download);
    return earlier !== undefined && areSameLinks(earlier.links, links)
      ? earlier
      : { download, links };
  });
}

function linksOf(download: Download, linkIndexes: readonly LinkIndex[]): readonly ArrLink[] {
  const queued = collect(download.joinKeys, linkIndexes, "queued");
  return queued.length > 0 ? queued : collect(download.joinKeys, linkIndexes, "grabbed");
}

function collect(
  joinKeys: readonly string[],
  linkIndexes: readonly LinkIndex[],
  part: keyof LinkIndex,
): readonly ArrLink[] {
  let found: ArrLink[] | null = null;
  for (const index of linkIndexes) {
    for (const key of joinKeys) {
      for (const link of index[part].get(key) ?? NO_LINKS) {
        found ??= [];
        if (!found.includes(link)) found.push(link);
      }
    }
  }
  return found ?? NO_LINKS;
}

function indexOf(reading: ArrReading): LinkIndex {
  let index = indexes.get(reading);
  if (index === undefined) {
    const queue = groupByKey(reading.queue);
    const grabs = groupByKey(reading.grabs);
    index = {
      queued: linksByKey(reading, queue.keys(), queue, grabs),
      grabbed: linksByKey(reading, grabs.keys(), new Map(), grabs),
    };
    indexes.set(reading, index);
  }
  return index;
}

function groupByKey<T extends { readonly joinKeys: readonly string[] }>(
  rows: readonly T[],
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    for (const key of row.joinKeys) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  }
  return groups;
}

/** One link per join key and title; the queue rows say which title, history only where there are none. */
function linksByKey(
  reading: ArrReading,
  keys: Iterable<string>,
  queue: ReadonlyMap<string, readonly QueueRecord[]>,
  grabs: ReadonlyMap<string, readonly Grab[]>,
): Map<string, readonly ArrLink[]> {
  const links = new Map<string, readonly ArrLink[]>();
  for (const key of keys) {
    const records = queue.get(key) ?? [];
    const itsGrabs = grabs.get(key) ?? [];
    const titleIds = new Set((records.length > 0 ? records : itsGrabs).map((row) => row.titleId));
    links.set(
      key,
      [...titleIds].map((titleId) => ({
        instanceId: reading.instanceId,
        kind: reading.kind,
        titleId,
        title: titleId === null ? null : (reading.titles.get(titleId) ?? null),
        records: records.filter((record) => record.titleId === titleId),
        grabs: itsGrabs.filter((grab) => grab.titleId === titleId),
      })),
    );
  }
  return links;
}

function areSameLinks(a: readonly ArrLink[], b: readonly ArrLink[]): boolean {
  return (
    a.length === b.length &&
    a.every((link, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        (link === other ||
          (link.instanceId === other.instanceId &&
            link.titleId === other.titleId &&
            link.title === other.title &&
            areSameItems(link.records, other.records) &&
            areSameItems(link.grabs, other.grabs)))
      );
    })
  );
}

function areSameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
