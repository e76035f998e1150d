import type { DashboardPayload, DashboardTable, NormalizedDownload } from "@sofarr/contract";

import { fieldsOf, thingsOf, type Fields } from "./from-table.ts";

type Column<T> = readonly (T | undefined)[] | undefined;

/** The payload that was told as a table. @throws when it does not fit together. */
export function payloadOf({ titles, ...rest }: DashboardTable): DashboardPayload {
  const { downloads: lists, ...ofTitles } = titles.fields;
  if (lists === undefined || !("counts" in lists)) throw new Error("no downloads are told");
  const { counts, table } = lists;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length !== titles.count || total !== table.count) {
    throw new Error(`${counts.length} of ${titles.count} titles, ${total} of ${table.count}`);
  }
  const own = fieldsOf(table);
  // Objects are made once, of all their fields: with thousands of them, copying is what takes its time.
  const fields: Fields = new Map([...own, ...inFull(own, total)]);
  for (const [name, values] of fieldsOf({ count: titles.count, fields: ofTitles })) {
    fields.set(name, forEachDownload(values, counts));
  }
  for (const name of ["left", "addedSeconds"]) fields.delete(name);
  return { ...rest, downloads: thingsOf(total, fields) as unknown as NormalizedDownload[] };
}

/** What a title has, for each of its downloads. */
function forEachDownload(values: readonly unknown[], counts: readonly number[]): unknown[] {
  const all: unknown[] = [];
  counts.forEach((count, title) => {
    for (let one = 0; one < count; one += 1) all.push(values[title]);
  });
  return all;
}

/** Makes what was told in fewer digits, or not at all since others give it; what was told as it is stays. */
function inFull(own: Fields, count: number): Fields {
  const size = own.get("size") as Column<number>;
  const left = own.get("left") as Column<number>;
  const seconds = own.get("addedSeconds") as Column<number>;
  const contentIds = own.get("arrContentIds") as Column<readonly number[]>;
  const made = (name: string, make: (at: number) => unknown): [string, unknown[]] => {
    const told = own.get(name);
    const all = Array.from({ length: count }, (_, at) => {
      return told?.[at] === undefined ? make(at) : told[at];
    });
    return [name, all];
  };
  return new Map([
    made("downloaded", (at) => minus(size?.[at], left?.[at])),
    made("addedOn", (at) => isoDate(seconds?.[at])),
    made("arrContentId", (at) => contentIds?.[at]?.[0] ?? null),
  ]);
}

function minus(size = 0, left = 0): number {
  return size - left;
}

function isoDate(secondsSince1970: number | undefined): string | undefined {
  return secondsSince1970 === undefined
    ? undefined
    : new Date(secondsSince1970 * 1_000).toISOString();
}
