import { expect, test } from "vitest";

import { createKnownUsers } from "./known-users.ts";

const ALICE = { id: "a1", name: "Alice" };
const BOB = { id: "b1", name: "Bob" };

test("whoever signed in and whoever is listed are known, under the name the list has", () => {
  const known = createKnownUsers();
  expect(known([ALICE], [{ ...ALICE, name: "Alicia" }, BOB])).toEqual([
    { ...ALICE, name: "Alicia" },
    BOB,
  ]);
  expect(known([ALICE, BOB], [])).toEqual([ALICE, BOB]);
});

test("an account that was made anew under its old name is one person, not two", () => {
  const again = { id: "a2", name: "alice" };
  expect(createKnownUsers()([ALICE, BOB], [again])).toEqual([BOB, again]);
});

test("the same people are the same list", () => {
  const known = createKnownUsers();
  const first = known([ALICE], [BOB]);
  expect(known([{ ...ALICE }], [{ ...BOB }])).toBe(first);
});
