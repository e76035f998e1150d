import type { Column, Table } from "@sofarr/contract";

/** By field, what each thing has; `undefined` = it lacks the field. */
export type Fields = Map<string, readonly unknown[]>;

const HASH_BYTES = 20;

/**
 * What was told field by field, value by value. Values that several have are one object.
 *
 * @throws when the columns do not fit each other.
 */
export function fieldsOf({ count, fields }: Table): Fields {
  const read: Fields = new Map();
  const places = new Map<string, readonly number[]>();
  for (const [name, column] of Object.entries(fields)) {
    if (name === "__proto__") throw new Error("no field is called like that");
    if ("at" in column && typeof column.at !== "string") places.set(name, column.at);
    const values = valuesOf(column, count, places);
    if (values.length !== count) throw new Error(`${values.length} of ${count} have ${name}`);
    read.set(name, column.lacking === undefined ? values : without(values, column.lacking));
  }
  return read;
}

/** Puts things together of their fields. */
export function thingsOf(count: number, fields: Fields): Record<string, unknown>[] {
  const columns = [...fields];
  /** Most things have all fields; a copy that has them already is filled several times as fast as an empty object. */
  const form = Object.fromEntries(columns.map(([name]) => [name, null]));
  return Array.from({ length: count }, (_, at) => {
    const isWhole = columns.every(([, values]) => values[at] !== undefined);
    const thing: Record<string, unknown> = isWhole ? { ...form } : {};
    for (const [name, values] of columns) {
      const value = values[at];
      if (value !== undefined) thing[name] = value;
    }
    return thing;
  });
}

/** Lists of so many, one after the other. @throws when they are not all that there is. */
export function listsOf<T>(counts: readonly number[], all: readonly T[]): T[][] {
  let begin = 0;
  const lists = counts.map((count) => all.slice(begin, (begin += count)));
  if (begin !== all.length) throw new Error(`${begin} of ${all.length} are in lists`);
  return lists;
}

function without(values: readonly unknown[], lacking: readonly number[]): readonly unknown[] {
  const left = [...values];
  for (const at of lacking) left[at] = undefined;
  return left;
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
  const { counts, table } = column;
  return listsOf(counts, thingsOf(table.count, fieldsOf(table)));
}

function integers({
  integers,
  bytes,
  from,
}: Extract<Column, { integers: string }>): (number | null)[] {
  const packed = atob(integers);
  const values: (number | null)[] = [];
  for (let begin = 0; begin < packed.length; begin += bytes) {
    let value = 0;
    for (let at = begin; at < begin + bytes; at += 1) value = value * 256 + packed.charCodeAt(at);
    values.push(value === 0 ? null : from + value - 1);
  }
  return values;
}

function hashes({ hashes, others }: Extract<Column, { hashes: string }>): string[] {
  const packed = atob(hashes);
  const texts: string[] = [];
  for (let begin = 0; begin < packed.length; begin += HASH_BYTES) {
    let text = "";
    for (let at = begin; at < begin + HASH_BYTES; at += 1) text += HEX[packed.charCodeAt(at)];
    texts.push(text);
  }
  if (others.length === 0) return texts;
  const next = texts.values();
  return others.map((other) => {
    const text = other ?? next.next().value;
    if (text === undefined) throw new Error("fewer hashes than there should be");
    return text;
  });
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
