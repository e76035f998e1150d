import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

import { KNOWN_SETTINGS } from "./known-settings.ts";
import { ROOT } from "./root.ts";

/** What is written in capitals and is no setting of sofarr's: what changes the tests. */
const OTHERS = new Set([
  "CHAOS_SECONDS",
  "CHAOS_SEED",
  "FUZZ_RUNS",
  "FUZZ_SEED",
  "KILL_ROUNDS",
  "KILL_SEED",
  "LONG_RUN_DAYS",
  "RIG_CACHE",
  "RIG_DIR",
  "RIG_NEXT",
  "SHIP_WHOLE",
]);
const FOLDERS = [".", "docs", "docs/decisions", "packages/server"];
const pages = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  test("leads only to what is there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)].map(([, path = ""]) => path);
    expect(links.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
  });

  test("names only settings that there are", () => {
    const named = [...text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/gu)].map(
      ([, name = ""]) => name,
    );
    const unknown = named.filter((name) => !KNOWN_SETTINGS.has(name) && !OTHERS.has(name));
    expect(unknown).toEqual([]);
  });
});

test("there are pages, and upgrading.md names what 1.x had", () => {
  expect(pages.length).toBeGreaterThan(10);
  const text = readFileSync(join(ROOT, "docs/upgrading.md"), "utf8");
  for (const name of ["COOKIE_SECRET", "SONARR_INSTANCES", "emby_user", "csrf_token"]) {
    expect(text).toContain(`\`${name}\``);
  }
});
