import type { ArrKind, ArrReading, Grab, LibraryTitle, QueueRecord } from "./arr-reading.ts";
import type { Download } from "./download.ts";
import { areSameItems } from "./keep-unchanged.ts";

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
  /** Whether history says that files of it are in the library. */
  readonly isImported: boolean;
}

/** A download joined to everything the *arrs know of it. */
export interface TrackedDownload {
  readonly download: Download;
  /** Queue links first; several only when several instances or titles claim one `downloadId`. */
  readonly links: readonly ArrLink[];
}

/** Links by join key. */
type Links = ReadonlyMap<string, readonly ArrLink[]>;

/** Links of one reading. */
interface LinkIndex {
  readonly queued: Links;
  readonly grabbed: Links;
}

/** The part of it that changes rarely: a month of grabs beside a queue that moves all the time. */
interface GrabIndex {
  readonly titles: ArrReading["titles"];
  readonly imports: ArrReading["imports"];
  readonly byKey: ReadonlyMap<string, readonly Grab[]>;
  readonly grabbed: Links;
}

/** An index belongs to exactly one reading, or its grabs, which never change: built once, gone with it. */
const indexes = new WeakMap<ArrReading, LinkIndex>();
const grabIndexes = new WeakMap<ArrReading["grabs"], GrabIndex>();
const importedSets = new WeakMap<ArrReading["imports"], ReadonlySet<string>>();
const NO_LINKS: readonly ArrLink[] = [];
const NO_RECORDS: readonly QueueRecord[] = [];
const NO_GRABS: readonly Grab[] = [];
const NO_INDEX: LinkIndex = { queued: new Map(), grabbed: new Map() };

/**
 * Joins downloads to the queue records that asked for them, by `downloadId` alone; a title never joins.
 *
 * @param downloads of all download clients.
 * @param readings one per *arr instance; ids never cross from one to another.
 * @returns one entry per download, in input order; `links` is empty when no *arr knows it. Where no queue record
 *   matches in any instance, `grabbed` history for the same `downloadId` serves.
 */
export function matchDownloads(
  downloads: readonly Download[],
  readings: readonly ArrReading[],
): readonly TrackedDownload[] {
  return downloads.map((download) => matchDownload(download, readings));
}

/**
 * Joins one download, see `matchDownloads`.
 *
 * @param earlier what it was before: it comes back itself when nothing about it changed.
 */
export function matchDownload(
  download: Download,
  readings: readonly ArrReading[],
  earlier?: TrackedDownload,
): TrackedDownload {
  const links = linksOf(download, readings.map(indexOf));
  return earlier?.download === download && areSameLinks(earlier.links, links)
    ? earlier
    : { download, links };
}

/** The join keys about which two readings of one instance say different things; `null` = there is no such reading. */
export function changedJoinKeys(
  before: ArrReading | null,
  after: ArrReading | null,
): ReadonlySet<string> {
  if (before === after) return new Set();
  const [earlier, next] = [before, after].map((one) => (one === null ? NO_INDEX : indexOf(one)));
  return new Set(
    (["queued", "grabbed"] as const).flatMap((part) =>
      differingKeys(earlier?.[part] ?? NO_INDEX[part], next?.[part] ?? NO_INDEX[part]),
    ),
  );
}

function differingKeys(before: Links, after: Links): string[] {
  const keys: string[] = [];
  for (const [key, links] of after) {
    if (!areSameLinks(before.get(key) ?? NO_LINKS, links)) keys.push(key);
  }
  for (const key of before.keys()) if (!after.has(key)) keys.push(key);
  return keys;
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
        // Nearly always it is the only one, and a list that begins with nothing has room for many.
        if (found === null) found = [link];
        else if (!found.includes(link)) found.push(link);
      }
    }
  }
  return found ?? NO_LINKS;
}

function indexOf(reading: ArrReading): LinkIndex {
  let index = indexes.get(reading);
  if (index === undefined) {
    const { byKey, grabbed } = grabIndexOf(reading);
    const queue = groupByKey(reading.queue);
    index = { queued: linksByKey(reading, queue.keys(), queue, byKey), grabbed };
    indexes.set(reading, index);
  }
  return index;
}

function grabIndexOf(reading: ArrReading): GrabIndex {
  const { grabs, titles, imports } = reading;
  let index = grabIndexes.get(grabs);
  if (index?.titles !== titles || index.imports !== imports) {
    const byKey = groupByKey(grabs);
    const grabbed = linksByKey(reading, byKey.keys(), new Map(), byKey);
    index = { titles, imports, byKey, grabbed };
    grabIndexes.set(grabs, index);
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

/** What of which title is in the library, by `importKey`. */
function importedBy({ imports }: ArrReading): ReadonlySet<string> {
  let imported = importedSets.get(imports);
  if (imported === undefined) {
    imported = new Set(
      imports.flatMap(({ joinKeys, titleId }) => joinKeys.map((key) => importKey(titleId, key))),
    );
    importedSets.set(imports, imported);
  }
  return imported;
}

function importKey(titleId: number | null, joinKey: string): string {
  return `${titleId} ${joinKey}`;
}

/** No release is for more; an *arr that says so has the rows of each looked for among all of them. */
const MOST_TITLES = 100;

/** One link per join key and title; the queue rows say which title, history only where there are none. */
function linksByKey(
  reading: ArrReading,
  keys: Iterable<string>,
  queue: ReadonlyMap<string, readonly QueueRecord[]>,
  grabs: ReadonlyMap<string, readonly Grab[]>,
): Map<string, readonly ArrLink[]> {
  const links = new Map<string, readonly ArrLink[]>();
  const imported = importedBy(reading);
  for (const key of keys) {
    const records = queue.get(key) ?? NO_RECORDS;
    const itsGrabs = grabs.get(key) ?? NO_GRABS;
    const titleIds = new Set((records.length > 0 ? records : itsGrabs).map((row) => row.titleId));
    links.set(
      key,
      [...titleIds].slice(0, MOST_TITLES).map((titleId) => ({
        instanceId: reading.instanceId,
        kind: reading.kind,
        titleId,
        title: titleId === null ? null : (reading.titles.get(titleId) ?? null),
        records: ofTitle(records, titleId),
        grabs: ofTitle(itsGrabs, titleId),
        isImported: imported.has(importKey(titleId, key)),
      })),
    );
  }
  return links;
}

/** The very same list where all of it is of one title, as nearly always. */
function ofTitle<T extends { readonly titleId: number | null }>(
  rows: readonly T[],
  titleId: number | null,
): readonly T[] {
  return rows.every((row) => row.titleId === titleId)
    ? rows
    : rows.filter((row) => row.titleId === titleId);
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
            link.isImported === other.isImported &&
            areSameItems(link.records, other.records) &&
            areSameItems(link.grabs, other.grabs)))
      );
    })
  );
}
