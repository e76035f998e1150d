import { describe, expect, test } from "vitest";

import { Secret } from "../../config/secret.ts";
import { createFamiliarBrowsers } from "./familiar-browsers.ts";

const browsers = createFamiliarBrowsers(new Secret("a secret of the house"));

describe("a familiar browser", () => {
  test("is known for the account that signed in with it, however the name is written, and for no other", () => {
    const marks = browsers.welcome("", "Alice");
    const nonce = browsers.recognise(marks, "Alice");
    expect(nonce).toMatch(/^[\w-]{16}$/u);
    expect(browsers.recognise(marks, "aLICE ")).toBe(nonce);
    expect(browsers.recognise(marks, "Bob")).toBeNull();
    expect(browsers.welcome(marks, "ALICE")).toBe(marks);
  });

  test("may be several people's, the last six", () => {
    const people = ["a", "b", "c", "d", "e", "f", "g"];
    const marks = people.reduce((before, name) => browsers.welcome(before, name), "");
    expect(people.filter((name) => browsers.recognise(marks, name) === null)).toEqual(["a"]);
    const again = browsers.welcome(marks, "b");
    const more = browsers.welcome(browsers.welcome(again, "h"), "i");
    expect(browsers.recognise(more, "b")).not.toBeNull();
    expect(more.length).toBeLessThan(400);
  });

  test("names nobody", () => {
    const marks = browsers.welcome("", "Alice");
    expect(marks).toMatch(/^[\w-]{16}\.[\w-]{43}$/u);
    expect(browsers.welcome("", "Alice")).not.toBe(marks);
  });

  test.each([
    ["nothing", ""],
    ["nonsense", "x~y.z~~"],
    ["a nonce alone", "AAAAAAAAAAAAAAAA"],
    ["a made-up mark", `${"A".repeat(16)}.${"A".repeat(43)}`],
    ["one of another house", createFamiliarBrowsers(new Secret("elsewhere")).welcome("", "Alice")],
    ["endless marks", `${"A".repeat(16)}.${"A".repeat(43)}~`.repeat(10_000)],
  ])("is none with %s", (_, marks) => {
    expect(browsers.recognise(marks, "Alice")).toBeNull();
    expect(browsers.welcome(marks, "Alice").length).toBeLessThan(400);
  });

  test("is none with the signature of another mark", () => {
    const [nonce = ""] = browsers.welcome("", "Alice").split(".");
    const [, signature = ""] = browsers.welcome("", "Alice").split(".");
    const mixed = `${nonce}.${signature}`;
    expect(browsers.recognise(mixed, "Alice")).toBeNull();
  });
});
