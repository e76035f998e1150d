import type { Column, Table } from "@sofarr/contract";

import { isSameData } from "../../domain/keep-unchanged.ts";

/** Of one field, as many as there are things; `undefined` = this one does not have it. */
type Values = readonly unknown[];

/** Below this, the digits of a number compress as well as its bytes. */
const LEAST_SPAN = 2 ** 16;
/** A word that is used less often is as short where it stands. */
const LEAST_USES = 4;
const MOST_BYTES = 6; // What 2^53 leaves room for, and Buffer can write.
const HASH = /^[0-9a-f]{40}$/u;

/**
 * Tells things field by field; what comes out is plain JSON.
 *
 * @param fields by name.
 */
export function toTable(count: number, fields: ReadonlyMap<string, Values>): Table {
  /** The first field that was told with a list of places, by that list. */
  const placed = new Map<string, string>();
  const columns: [name: string, column: Column][] = [];
  for (const [name, values] of fields) {
    const present = values.find((value) => value !== undefined);
    if (present === undefined) continue;
    if (values.includes(undefined)) {
      const filled = values.map((value) => (value === undefined ? present : value));
      const lacking = placesOf(undefined, values);
      columns.push([name, { ...sharing(placed, name, columnOf(filled)), lacking }]);
    } else {
      columns.push([name, sharing(placed, name, columnOf(values))]);
    }
  }
  return { count, fields: Object.fromEntries(columns) };
}

/** All fields that any of some things has, as they are. */
export function fieldsOf(things: readonly object[]): Map<string, unknown[]> {
  const fields = new Map<string, unknown[]>();
  for (const [at, thing] of things.entries()) {
    const values = thing as Readonly<Record<string, unknown>>;
    // Walking each thing once is several times quicker than looking up one name in all of them.
    for (const name in values) {
      let field = fields.get(name);
      if (field === undefined) {
        field = Array.from({ length: things.length });
        fields.set(name, field);
      }
      field[at] = values[name];
    }
  }
  return fields;
}

function placesOf(wanted: unknown, values: Values): number[] {
  const places: number[] = [];
  for (let at = 0; at < values.length; at += 1) if (values[at] === wanted) places.push(at);
  return places;
}

function columnOf(values: Values): Column {
  const [first] = values;
  if (values.every((value) => value === first || isSameData(value, first))) return { same: first };
  if (values.every(isNumberOrNull)) return integers(values) ?? { each: [...values] };
  return words(values) ?? lists(values) ?? hashes(values) ?? { each: [...values] };
}

/** Names an earlier field instead of telling the same places again. */
function sharing(placed: Map<string, string>, name: string, column: Column): Column {
  if (!("at" in column)) return column;
  const places = String(column.at);
  const earlier = placed.get(places);
  if (earlier !== undefined) return { ...column, at: earlier };
  placed.set(places, name);
  return column;
}

function integers(values: readonly (number | null)[]): Column | null {
  let [from, most] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  for (const value of values) {
    if (value === null) continue;
    if (!Number.isSafeInteger(value)) return null;
    from = Math.min(from, value);
    most = Math.max(most, value);
  }
  const span = most - from + 2; // One more for null.
  if (span < LEAST_SPAN) return null;
  let bytes = 1;
  while (2 ** (8 * bytes) < span) bytes += 1;
  if (bytes > MOST_BYTES) return null;
  const packed = Buffer.alloc(bytes * values.length);
  values.forEach((value, at) => {
    packed.writeUIntBE(value === null ? 0 : value - from + 1, at * bytes, bytes);
  });
  return { integers: packed.toString("base64"), bytes, from };
}

/** When there are few. */
function words(values: Values): Column | null {
  const words: unknown[] = [];
  const [plain, composed] = [new Map<unknown, number>(), new Map<string, number>()];
  const at: number[] = [];
  for (const value of values) {
    const isComposed = typeof value === "object" && value !== null;
    const text = isComposed ? JSON.stringify(value) : "";
    let place = isComposed ? composed.get(text) : plain.get(value);
    if (place === undefined) {
      place = words.push(value) - 1;
      if (words.length > values.length / LEAST_USES) return null;
      if (isComposed) composed.set(text, place);
      else plain.set(value, place);
    }
    at.push(place);
  }
  return { words, at };
}

function lists(values: Values): Column | null {
  if (!values.every(isListOfThings)) return null;
  const things = values.flat();
  return {
    counts: values.map(({ length }) => length),
    table: toTable(things.length, fieldsOf(things)),
  };
}

/** When at least half of them are. */
function hashes(values: Values): Column | null {
  if (!values.every((value) => typeof value === "string")) return null;
  const found = values.filter((value) => HASH.test(value));
  if (found.length < values.length / 2) return null;
  return {
    hashes: Buffer.from(found.join(""), "hex").toString("base64"),
    others:
      found.length === values.length
        ? []
        : values.map((value) => (HASH.test(value) ? null : value)),
  };
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === "number";
}

function isListOfThings(value: unknown): value is readonly object[] {
  return (
    Array.isArray(value) &&
    value.every((one) => typeof one === "object" && one !== null && !Array.isArray(one))
  );
}
