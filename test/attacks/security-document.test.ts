import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const document = readFileSync(`${root}docs/security.md`, "utf8");
const [, threats = ""] = document.split("\n## Threats\n");
/** A test file, and the names of tests after it; names may be broken over lines. */
const CITED = /`((?:packages|test)\/[\w./-]+\.test\.tsx?)`:((?:[\s,]*"[^"]+")+)/gu;

describe("docs/security.md", () => {
  const cited = [...threats.matchAll(CITED)].map(([, file = "", names = ""]) => ({
    file,
    names: [...names.matchAll(/"([^"]+)"/gu)].map(([, name = ""]) => name.replaceAll(/\s+/gu, " ")),
  }));

  test("names tests for every threat", () => {
    const paragraphs = threats.split("\n\n").filter((one) => one.trim().startsWith("**"));
    expect(paragraphs.length).toBeGreaterThan(12);
    expect(paragraphs.filter((one) => one.match(CITED) === null)).toEqual([]);
  });

  test.each(cited)("names tests that are there: $file", ({ file, names }) => {
    expect(existsSync(root + file)).toBe(true);
    const source = readFileSync(root + file, "utf8");
    expect(names.filter((name) => !source.includes(name))).toEqual([]);
  });

  test("names files that are there", () => {
    const files = [...document.matchAll(/`((?:packages|test)\/[\w./-]+\.ts)`/gu)].map(
      ([, file]) => file ?? "",
    );
    expect(files.filter((file) => !existsSync(root + file))).toEqual([]);
  });
});
