import fc from "fast-check";
import { expect, test } from "vitest";

import type { Download } from "../domain/download.ts";
import { makeDownload } from "../domain/make.case.ts";
import { NormalizedList } from "./normalized-list.ts";

/** What a client might tell: not all of it is made into something, and what has no id is left out. */
interface Row {
  readonly id: string | null;
  readonly progressPercent: number;
  readonly said: readonly string[];
}

const ids = fc.integer({ min: 0, max: 8 }).map(String);
const row = fc.record({
  id: fc.option(ids, { freq: 8 }),
  progressPercent: fc.constantFrom(1, 2),
  said: fc.array(fc.constantFrom("a", "b"), { maxLength: 1 }),
});
const edit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("put" as const), row }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), id: ids }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("replace" as const),
      rows: fc.array(row),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("look" as const) }) },
);

const READER = {
  idOf: ({ id }: Row): string | null => id,
  normalize: ({ id, progressPercent }: Row): Download =>
    makeDownload({ id: id ?? "none", progressPercent }),
};

test("says what a plain map would, and never touches a list it gave away", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const list = new NormalizedList(READER);
      const plain = new Map<string, Row>();
      const take = (itsRow: Row): void => {
        if (itsRow.id !== null) plain.set(itsRow.id, itsRow);
      };
      const expected = (): readonly Download[] =>
        Array.from(plain.values(), (itsRow) => READER.normalize(itsRow));
      let seen = list.all;
      for (const change of edits) {
        if (change.kind === "put") {
          list.put(change.row);
          take(change.row);
        } else if (change.kind === "delete") {
          list.delete(change.id);
          plain.delete(change.id);
        } else if (change.kind === "replace") {
          list.replace(change.rows);
          for (const itsRow of change.rows) take(itsRow);
          const named = new Set(change.rows.map(({ id }) => id));
          for (const id of plain.keys()) if (!named.has(id)) plain.delete(id);
        } else {
          const copy = [...seen];
          const next = list.all;
          expect(seen).toEqual(copy);
          expect(next).toEqual(expected());
          seen = next;
        }
        for (const [id, itsRow] of plain) expect(list.rowOf(id)).toEqual(itsRow);
      }
      expect(list.all).toEqual(expected());
      expect(list.rows).toEqual([...plain.values()]);
    }),
  );
});

test("what says the same is the same object, in the same list, in whichever order it comes", () => {
  const list = new NormalizedList(READER);
  const rowOf = (id: string, change: Partial<Row> = {}): Row => ({
    id,
    progressPercent: 1,
    said: [],
    ...change,
  });
  list.replace(["a", "b", "c"].map((id) => rowOf(id)));
  const before = list.all;
  list.put(rowOf("b"));
  expect(list.all).toBe(before);
  // Another row, of which the same is made.
  list.put(rowOf("b", { said: ["b"] }));
  expect(list.all).toBe(before);
  list.replace(["c", "a", "b"].map((id) => rowOf(id)));
  expect(list.all).toBe(before);
  list.put(rowOf("b", { progressPercent: 2 }));
  expect(list.all.map((download, at) => download === before[at])).toEqual([true, false, true]);
});

test("a row that says what it said is not normalised again, unless something beside it changed", () => {
  const normalized: string[] = [];
  let percent = 1;
  const list = new NormalizedList({
    idOf: ({ id }: Row) => id,
    normalize: ({ id, said }: Row) => {
      normalized.push(id ?? "none");
      return makeDownload({ id: id ?? "none", tags: said, progressPercent: percent });
    },
  });
  const take = (): readonly string[] => normalized.splice(0);
  const rowOf = (id: string, ...said: readonly string[]): Row => ({
    id,
    progressPercent: 0,
    said,
  });
  list.replace([rowOf("a", "x"), rowOf("b", "y")]);
  expect(take()).toEqual(["a", "b"]);
  list.replace([rowOf("b", "z"), rowOf("a", "x")]);
  expect(take()).toEqual(["b"]);
  list.put(rowOf("a", "x"));
  expect(take()).toEqual([]);
  percent = 2;
  list.refresh("a");
  list.refresh("unheard of");
  expect(take()).toEqual(["a"]);
  expect(list.all.map(({ progressPercent }) => progressPercent)).toEqual([2, 1]);
  list.refreshAll();
  expect(list.all.map(({ progressPercent }) => progressPercent)).toEqual([2, 2]);
});

test("whoever can tell that a row says the same keeps the earlier one, and what was made of it", () => {
  const list = new NormalizedList({
    ...READER,
    saysTheSame: (earlier: Row, row: Row) =>
      earlier.id === row.id && Math.abs(earlier.progressPercent - row.progressPercent) < 1,
  });
  const rowOf = (id: string, progressPercent: number): Row => ({ id, progressPercent, said: [] });
  list.replace([rowOf("a", 1), rowOf("b", 1)]);
  const before = list.all;
  list.replace([rowOf("b", 1.4), rowOf("a", 1.4)]);
  list.put(rowOf("a", 1.8));
  expect(list.all).toBe(before);
  expect(list.rowOf("a")?.progressPercent).toBe(1);
  list.replace([rowOf("b", 2.1), rowOf("a", 1.9)]);
  expect(list.all.map(({ progressPercent }) => progressPercent)).toEqual([1, 2.1]);
});
