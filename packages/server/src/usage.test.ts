import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { settingNames } from "./config/instances.ts";
import { everySettingOf } from "./config/load-config.ts";
import { SETTING_NAMES } from "./config/setting-words.ts";
import { ARRS, DOWNLOAD_CLIENTS, REQUEST_MANAGERS } from "./upstreams/index.ts";
import { usage } from "./usage.ts";

const KINDS = [...ARRS, ...DOWNLOAD_CLIENTS, ...REQUEST_MANAGERS].map(({ kind }) => kind);
const WIDEST = 120;

describe("sofarr --help", () => {
  const text = usage("9.8.7", KINDS);

  test("names the version, every setting and every service, in lines a terminal can hold", () => {
    expect(text).toContain("sofarr 9.8.7");
    expect(SETTING_NAMES.filter((name) => !text.includes(`\n  ${name} `))).toEqual([]);
    expect(KINDS.filter((kind) => !text.includes(kind.toUpperCase()))).toEqual([]);
    expect(text.split("\n").filter((line) => line.length > WIDEST)).toEqual([]);
  });

  test("names no setting that there is not", () => {
    const known = everySettingOf({
      arrs: ARRS,
      downloadClients: DOWNLOAD_CLIENTS,
      requestManagers: REQUEST_MANAGERS,
    });
    const named = text.match(/(?<![A-Z_])[A-Z]+(?:_[A-Z]+)+/gu) ?? [];
    expect(named.length).toBeGreaterThan(SETTING_NAMES.length / 2);
    expect(named.filter((name) => ![...known, "CONFIG_FILE"].includes(name))).toEqual([]);
  });

  test("and docs/configuration.md tell of the same settings", () => {
    const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");
    expect(SETTING_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test("and the page tell of everything that one instance takes in settings of its own", () => {
    const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");
    const endings = settingNames("sonarr").map((name) => name.replace("SONARR", ""));
    expect(endings).toContain("_TLS");
    const isToldIn = (words: string) => (ending: string) =>
      new RegExp(String.raw`[A-Z>\s\x60]${ending}\b`, "u").test(words);
    expect(endings.filter((ending) => !isToldIn(page)(ending))).toEqual([]);
    expect(endings.filter((ending) => !isToldIn(text)(ending))).toEqual([]);
  });
});
