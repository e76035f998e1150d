import {
  TITLE_FIELDS,
  type DashboardPayload,
  type DashboardTable,
  type NormalizedDownload,
} from "@sofarr/contract";

import { isSameData } from "../../domain/keep-unchanged.ts";
import { fieldsOf, toTable } from "./to-table.ts";

/** A payload as it is told first to whoever takes steps: a fifth of the text, and under half of it compressed. */
export function dashboardTable({ downloads, ...rest }: DashboardPayload): DashboardTable {
  const sorted = alikeTogether(downloads);
  const firsts: NormalizedDownload[] = [];
  const counts: number[] = [];
  for (const download of sorted) {
    const first = firsts.at(-1);
    if (first !== undefined && isOfSameTitle(first, download)) {
      counts.push((counts.pop() ?? 0) + 1);
    } else {
      firsts.push(download);
      counts.push(1);
    }
  }
  const ofTitles = TITLE_FIELDS.map((name) => [name, firsts.map((first) => first[name])] as const);
  const { count, fields } = toTable(firsts.length, new Map(ofTitles));
  const table = toTable(sorted.length, ownFieldsOf(sorted));
  return { ...rest, titles: { count, fields: { ...fields, downloads: { counts, table } } } };
}

/** What is not of their titles. Some of it is told in fewer digits, or, where that would lose something, as it is. */
function ownFieldsOf(downloads: readonly NormalizedDownload[]): Map<string, readonly unknown[]> {
  const own = new Map<string, readonly unknown[]>(fieldsOf(downloads));
  for (const name of TITLE_FIELDS) own.delete(name);
  const left = downloads.map(leftOf);
  const addedSeconds = downloads.map(addedSecondsOf);
  return own
    .set("left", left)
    .set(
      "downloaded",
      downloads.map((one, at) => (left[at] === undefined ? one.downloaded : undefined)),
    )
    .set("addedSeconds", addedSeconds)
    .set(
      "addedOn",
      downloads.map((one, at) => (addedSeconds[at] === undefined ? one.addedOn : undefined)),
    )
    .set(
      "arrContentId",
      downloads.map((one) => (isFirstContentId(one) ? undefined : one.arrContentId)),
    );
}

/** Neighbours have most in common, which is what a compressor looks for. */
function alikeTogether(downloads: readonly NormalizedDownload[]): NormalizedDownload[] {
  return downloads
    .map((download) => ({ download, key: likeness(download) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ download }) => download);
}

function likeness({
  type,
  arrType,
  seriesName,
  movieName,
  year,
  title,
}: NormalizedDownload): string {
  return [type, arrType, seriesName ?? movieName, year, title].join("\0");
}

function isOfSameTitle(a: NormalizedDownload, b: NormalizedDownload): boolean {
  return TITLE_FIELDS.every((name) => isSameData(a[name], b[name]));
}

function leftOf({ size, downloaded }: NormalizedDownload): number | undefined {
  const left = size - downloaded;
  return [size, downloaded, left].every(Number.isSafeInteger) ? left : undefined;
}

function addedSecondsOf({ addedOn }: NormalizedDownload): number | undefined {
  if (addedOn === undefined) return undefined;
  const ms = Date.parse(addedOn);
  const isWhole = ms % 1_000 === 0 && new Date(ms).toISOString() === addedOn;
  return isWhole ? ms / 1_000 : undefined;
}

function isFirstContentId({ arrContentId, arrContentIds }: NormalizedDownload): boolean {
  return arrContentId === (arrContentIds[0] ?? null);
}
