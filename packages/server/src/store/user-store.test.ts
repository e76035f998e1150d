import { expect, test } from "vitest";

import { rowsIn, type Rows } from "./rows.ts";
import { openInMemory } from "./schema.ts";
import { createUserStore, type UserStore } from "./user-store.ts";

const ALICE = { id: "a1", name: "Alice" };
const BOB = { id: "b1", name: "Bob" };

/** One database, and the store as each start finds it. */
function make(): { rows: Rows; start: () => UserStore } {
  const rows = rowsIn(openInMemory());
  return { rows, start: () => createUserStore(rows) };
}

test("whoever signed in and whoever is listed are known, under the name the list has", () => {
  const { start } = make();
  const store = start();
  expect(store.remember(ALICE, 1)).toBe(true);
  expect(store.list([{ ...ALICE, name: "Alicia" }, BOB])).toBe(true);
  for (const one of [store, start()])
    expect(one.all()).toEqual([{ ...ALICE, name: "Alicia" }, BOB]);
});

test("whoever was listed and is no more is forgotten, but for those who signed in", () => {
  const { start } = make();
  const store = start();
  store.remember(ALICE, 1);
  store.list([ALICE, BOB]);
  store.list([{ id: "c1", name: "Carol" }]);
  expect(start().all()).toEqual([ALICE, { id: "c1", name: "Carol" }]);
});

test("an account that was made anew under its old name is one person, not two", () => {
  const { start } = make();
  const store = start();
  store.remember(ALICE, 1);
  store.remember(BOB, 1);
  const again = { id: "a2", name: "alice" };
  store.list([again]);
  expect(store.all()).toEqual([BOB, again]);
});

test("a new account under the name of somebody listed makes two of them, until the next list", () => {
  const { start } = make();
  const store = start();
  store.list([ALICE]);
  const again = { id: "a2", name: "alice" };
  store.remember(again, 1);
  expect(store.all()).toEqual([ALICE, again]);
  store.list([again]);
  expect(store.all()).toEqual([again]);
});

test("a name that was told since the list is the one that counts", () => {
  const { start } = make();
  const store = start();
  store.list([ALICE, BOB]);
  expect(store.remember({ ...BOB, name: "Bobby" }, 1)).toBe(true);
  expect(
    start()
      .all()
      .find(({ id }) => id === BOB.id)?.name,
  ).toBe("Bobby");
});

test("a list of nobody is no list", () => {
  const store = make().start();
  store.list([ALICE]);
  expect(store.list([])).toBe(false);
  expect(store.all()).toEqual([ALICE]);
});

test("the same people are the same list, and nothing is written for it", () => {
  const { rows, start } = make();
  const store = start();
  store.remember(ALICE, 1);
  const list = [ALICE, BOB];
  store.list(list);
  const before = store.all();
  expect(store.remember(ALICE, 2)).toBe(false);
  expect(store.list([{ ...ALICE }, { ...BOB }])).toBe(false);
  expect(store.all()).toBe(before);
  const changes = (): unknown => rows.get("SELECT total_changes() AS n")?.["n"];
  const written = changes();
  store.list([{ ...ALICE }, { ...BOB }]);
  expect(changes()).toBe(written);
});

test("everybody is told by name, whoever came first and whatever their id is", () => {
  const store = make().start();
  const people = [
    { id: "2", name: "Jonas K" },
    { id: "1", name: "jonas-k" },
    { id: "3", name: "jonas-k" },
  ];
  store.remember(people[1] ?? ALICE, 1);
  store.list(people.toReversed());
  expect(store.all()).toEqual(people);
});

test("names may hold whatever they like", () => {
  const { start } = make();
  const odd = [
    { id: "__proto__", name: "constructor" },
    { id: "x'1", name: `quo'te "d" \\ \u{1F600} \u0001 {"id":"a1"}` },
  ];
  start().list(odd);
  expect(start().all()).toEqual(odd);
});
