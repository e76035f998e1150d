import { describe, expect, test } from "vitest";

import { isJsonBomb } from "./json-bomb.ts";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const isBomb = (text: string): boolean => isJsonBomb(Buffer.from(text));

describe("a JSON bomb", () => {
  test("is nested deeper than 64, closed or not, in lists, objects or both, with blanks or without", () => {
    expect(isBomb(nested(65))).toBe(true);
    expect(isBomb("[".repeat(65))).toBe(true);
    expect(isBomb('{"a":'.repeat(65))).toBe(true);
    expect(isBomb('[ {"a": '.repeat(33))).toBe(true);
    expect(isBomb(`{"a":1,"b":${nested(64)}}`)).toBe(true);
  });

  test("is not nested 64 deep, however often", () => {
    expect(isBomb(nested(64))).toBe(false);
    expect(isBomb(`[${Array.from({ length: 100 }, () => nested(63)).join()}]`)).toBe(false);
  });

  test("is no text with brackets in it, whatever is escaped in there", () => {
    const brackets = "[{".repeat(500);
    expect(isBomb(`{"a":"${brackets}"}`)).toBe(false);
    expect(isBomb(`{"a":"\\"${brackets}\\\\","b":"${brackets}"}`)).toBe(false);
    // This text ends before the brackets begin.
    expect(isBomb(`{"a":"\\\\",${brackets}`)).toBe(true);
    expect(isBomb(JSON.stringify({ [brackets]: `${brackets}\\"${brackets}\u{1f4a5}` }))).toBe(
      false,
    );
  });

  test("has more than four million lists and objects, though none is deep", () => {
    const many = (count: number): string => `[${"{},".repeat(count - 1)}0]`;
    expect(isBomb(many(4_000_000))).toBe(false);
    expect(isBomb(many(4_000_001))).toBe(true);
  });

  test.each(["", "null", "]]]]", '"', '"\\', "\u0000", "{"])("is not %j", (text) => {
    expect(isBomb(text)).toBe(false);
  });
});
