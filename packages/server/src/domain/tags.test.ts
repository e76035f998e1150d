import { describe, expect, test } from "vitest";

import { createLabelResolver } from "./tags.ts";

const alice = { id: "a", name: "Alice" };
const john = { id: "j", name: "John Doe" };
const johnDash = { id: "d", name: "john-doe" };
const jose = { id: "o", name: "José" };
const NO_MAP = new Map<string, readonly string[]>();

function whoIs(label: string, users = [alice, john, jose], map = NO_MAP): string | null {
  const verdict = createLabelResolver(users, map)(label);
  return verdict.kind === "user" ? verdict.user.name : null;
}

describe("a tag label means a person", () => {
  test.each([
    ["alice", "Alice"],
    ["ALICE", "Alice"],
    [" alice ", "Alice"],
    ["user-alice", "Alice"],
    ["3-alice", "Alice"],
    ["3 - alice", "Alice"],
    ["john doe", "John Doe"],
    ["john-doe", "John Doe"],
    ["user-john doe", "John Doe"],
    ["user-john-doe", "John Doe"],
    ["12 - john doe", "John Doe"],
    ["12-john-doe", "John Doe"],
    ["josé", "José"],
    ["jos", "José"],
    ["5-josé", "José"],
    ["5-jos", "José"],
    ["5-jose", "José"],
    ["12-JOSE", "José"],
  ])("%s is %s", (label, name) => {
    expect(whoIs(label)).toBe(name);
  });

  test.each([
    "ali",
    "alice2",
    "malice",
    "user-",
    "",
    "-alice",
    "alice-",
    "3alice",
    "3--alice",
    "user-3-alice",
    "x-alice",
    "jose",
    "user-jose",
    "5 - jose",
    "5--jose",
    "5-",
  ])("%s is nobody: only whole tokens count", (label) => {
    expect(whoIs(label)).toBeNull();
  });

  test("a label that fits two people is ambiguous and names both", () => {
    const verdict = createLabelResolver([john, johnDash], NO_MAP)("john-doe");
    expect(verdict).toEqual({ kind: "ambiguous", users: [john, johnDash] });
  });

  test.each([
    ["Ana Lucía", "7-ana-lucia"],
    ["O'Brien", "3-obrien"],
    ["Dr. Who", "4-dr-who"],
    [" Zoë  -  Moss ", "8-zoe-moss"],
    ["_Łukasz_", "9-ukasz"],
    ["İpek", "10-ipek"],
  ])("%s is whom Seerr means by %s", (name, label) => {
    expect(whoIs(label, [alice, { id: "s", name }])).toBe(name);
  });

  test.each([
    ["two whom Seerr writes the same", ["José", "Josè"]],
    ["one whom Seerr writes as another is called", ["José", "jose"]],
    ["one whom Seerr writes as another is to Ombi", ["José", "J.o.s.e", "-Jose-"]],
    ["one whom Seerr writes as another is called, number and all", ["José", "5-jose"]],
  ])("a numbered label is neither's of %s", (_, names) => {
    const people = names.map((name, at) => ({ id: `${at}`, name }));
    const verdict = createLabelResolver(people, NO_MAP)("5-jose");
    expect(verdict).toEqual({
      kind: "ambiguous",
      users: expect.arrayContaining(people) as unknown,
    });
  });

  test("what Seerr writes the same in labels of others still tells people apart", () => {
    const both = [jose, { id: "p", name: "Jose" }];
    expect(whoIs("jose", both)).toBe("Jose");
    expect(whoIs("josé", both)).toBe("José");
    expect(whoIs("5 - jose", both)).toBe("Jose");
  });

  test("the form that only one of them has still decides", () => {
    expect(whoIs("john doe", [john, johnDash])).toBe("John Doe");
  });

  test("an explicit mapping wins over a name that fits", () => {
    expect(whoIs("john-doe", [john, johnDash], new Map([["john doe", ["John-Doe"]]]))).toBe(
      "John Doe",
    );
    expect(whoIs("alice", [alice, john], new Map([["JOHN DOE", ["alice"]]]))).toBe("John Doe");
  });

  test("a label mapped to somebody unknown is nobody else's", () => {
    expect(whoIs("alice", [alice], new Map([["bob", ["alice"]]]))).toBeNull();
  });

  test("a label mapped to two people is neither's", () => {
    const map = new Map([
      ["Alice", ["kids"]],
      ["John Doe", ["kids"]],
    ]);
    expect(createLabelResolver([alice, john], map)("kids").kind).toBe("ambiguous");
  });

  test("a label mapped to a name that two people have is neither's", () => {
    const map = new Map([["Alice", ["kids"]]]);
    const again = { id: "a2", name: "alice" };
    expect(createLabelResolver([alice, again], map)("kids")).toEqual({
      kind: "ambiguous",
      users: [alice, again],
    });
  });

  test("a name without any letter or digit has no hyphen form that everybody would fit", () => {
    expect(whoIs("", [{ id: "x", name: "日本" }])).toBeNull();
    expect(whoIs("user-", [{ id: "x", name: "日本" }])).toBeNull();
    expect(whoIs("5-", [{ id: "x", name: "日本" }])).toBeNull();
    expect(whoIs("5 - ", [{ id: "x", name: "日本" }])).toBeNull();
    expect(whoIs("日本", [{ id: "x", name: "日本" }])).toBe("日本");
  });

  test("names of object members are ordinary labels", () => {
    for (const label of ["__proto__", "constructor", "toString"]) expect(whoIs(label)).toBeNull();
  });
});
