import type { DashboardPayload, NormalizedDownload } from "@sofarr/contract";

interface Table {
  readonly count: number;
  readonly fields: Readonly<Record<string, Column>>;
}

/** The parts of all ways in which a field may be told; each has its own. */
interface Column {
  readonly same?: unknown;
  readonly each?: readonly unknown[];
  readonly words?: readonly unknown[];
  readonly at?: readonly number[] | string;
  readonly integers?: string;
  readonly bytes?: number;
  readonly from?: number;
  readonly hashes?: string;
  readonly others?: readonly (string | null)[];
  readonly counts?: readonly number[];
  readonly table?: Table;
  readonly lacking?: readonly number[];
}

type Entries = [name: string, value: unknown][];

/** The payload an event `table` tells, put together by the words of the contract; shares nothing with the web app. */
export function payloadIn(data: string): DashboardPayload {
  const { titles, ...rest } = JSON.parse(data) as { titles: Table };
  const downloads: NormalizedDownload[] = [];
  for (const title of rowsOf(titles)) {
    const own = title.find(([name]) => name === "downloads")?.[1] as object[];
    const shared = Object.fromEntries(title.filter(([name]) => name !== "downloads"));
    for (const one of own) downloads.push(whole({ ...shared, ...one }));
  }
  return { ...(rest as unknown as Omit<DashboardPayload, "downloads">), downloads };
}

function whole(told: Record<string, unknown>): NormalizedDownload {
  const download = { ...told };
  if ("left" in told) download["downloaded"] = Number(told["size"]) - Number(told["left"]);
  if ("addedSeconds" in told) {
    download["addedOn"] = new Date(Number(told["addedSeconds"]) * 1_000).toISOString();
  }
  if (!("arrContentId" in told)) {
    const [first = null] = told["arrContentIds"] as number[];
    download["arrContentId"] = first;
  }
  delete download["left"];
  delete download["addedSeconds"];
  return download as unknown as NormalizedDownload;
}

/** For each thing its fields. @throws when a field is not told of all of them. */
function rowsOf({ count, fields }: Table): Entries[] {
  const rows = Array.from({ length: count }, (): Entries => []);
  for (const [name, column] of Object.entries(fields)) {
    const like = typeof column.at === "string" ? fields[column.at]?.at : column.at;
    const values = column.words === undefined ? plainValues(column, count) : [];
    if (Array.isArray(like)) values.push(...like.map((at: number) => column.words?.[at]));
    if (values.length !== count) throw new Error(`${name}: ${values.length} instead of ${count}`);
    const lacking = new Set(column.lacking);
    for (const [row, entries] of rows.entries()) {
      if (!lacking.has(row)) entries.push([name, values[row]]);
    }
  }
  return rows;
}

function plainValues(column: Column, count: number): unknown[] {
  const { each, integers, bytes = 1, from = 0, hashes, others = [], counts, table } = column;
  if (each !== undefined) return [...each];
  if (integers !== undefined) {
    const packed = Buffer.from(integers, "base64");
    return Array.from({ length: packed.length / bytes }, (_, at) => {
      const told = packed.readUIntBE(at * bytes, bytes);
      return told === 0 ? null : from - 1 + told;
    });
  }
  if (hashes !== undefined) {
    const found = Buffer.from(hashes, "base64").toString("hex").match(/.{40}/gsu) ?? [];
    return others.length === 0 ? found : others.map((other) => other ?? found.shift());
  }
  if (counts !== undefined && table !== undefined) {
    const things = rowsOf(table).map((entries) => Object.fromEntries(entries));
    return counts.map((length) => things.splice(0, length));
  }
  if (!("same" in column)) throw new Error(`told in no known way: ${Object.keys(column).join()}`);
  return Array.from({ length: count }, () => column.same);
}
