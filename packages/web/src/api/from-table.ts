import type { Column, Table } from "@sofarr/contract";

const HASH_BYTES = 20;

/**
 * Puts things together again that were told field by field. Values that several have are one object.
 *
 * @throws when the columns do not fit each other.
 */
export function fromTable({ count, fields }: Table): Record<string, unknown>[] {
  const things = Array.from({ length: count }, (): Record<string, unknown> => ({}));
  const places = new Map<string, readonly number[]>();
  for (const [name, column] of Object.entries(fields)) {
    if (name === "__proto__") throw new Error("no field is called like that");
    if ("at" in column && typeof column.at !== "string") places.set(name, column.at);
    const values = valuesOf(column, count, places);
    if (values.length !== count) throw new Error(`${values.length} of ${count} have ${name}`);
    const lacking = new Set(column.lacking);
    for (const [at, thing] of things.entries()) if (!lacking.has(at)) thing[name] = values[at];
  }
  return things;
}

function valuesOf(
  column: Column,
  count: number,
  places: ReadonlyMap<string, readonly number[]>,
): readonly unknown[] {
  if ("same" in column) return Array.from({ length: count }, () => column.same);
  if ("each" in column) return column.each;
  if ("words" in column) {
    const { words, at } = column;
    return (typeof at === "string" ? (places.get(at) ?? []) : at).map((place) => words[place]);
  }
  if ("integers" in column) return integers(column);
  if ("hashes" in column) return hashes(column);
  return lists(column);
}

function integers({
  integers,
  bytes,
  from,
}: Extract<Column, { integers: string }>): (number | null)[] {
  return Array.from(slices(integers, bytes), (slice) => {
    const value = slice.reduce((high, low) => high * 256 + low, 0);
    return value === 0 ? null : from + value - 1;
  });
}

function hashes({ hashes, others }: Extract<Column, { hashes: string }>): string[] {
  const texts = Array.from(slices(hashes, HASH_BYTES), (slice) =>
    Array.from(slice, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  );
  if (others.length === 0) return texts;
  const next = texts.values();
  return others.map((other) => {
    const text = other ?? next.next().value;
    if (text === undefined) throw new Error("fewer hashes than there should be");
    return text;
  });
}

function lists({ counts, table }: Extract<Column, { counts: number[] }>): unknown[][] {
  const things = fromTable(table);
  let begin = 0;
  const lists = counts.map((count) => things.slice(begin, (begin += count)));
  if (begin !== things.length) throw new Error(`${begin} of ${things.length} are in lists`);
  return lists;
}

function* slices(base64: string, bytes: number): Generator<Uint8Array> {
  const all = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}
