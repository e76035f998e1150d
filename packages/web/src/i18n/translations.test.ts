import { describe, expect, it } from "vitest";

import { createFormat } from "../format/format.ts";
import {
  createTranslate,
  type AdminCatalogue,
  type AdminMessageKey,
  type Catalogue,
  type PluralForms,
} from "./catalogue.ts";
import { LANGUAGES, type Language } from "./choose-locale.ts";
import { en } from "./en.ts";
import { enAdmin } from "./en-admin.ts";
import { loadAdminCatalogue, loadCatalogue } from "./load-catalogue.ts";

/** Where a language is spoken, times are written in more than one way: `11:05 AM`, `11:05 a. m.`, `11:05`. */
const REGIONS: Readonly<Record<Language, readonly string[]>> = {
  en: ["en-US", "en-GB", "en-AU"],
  de: ["de-DE", "de-AT", "de-CH"],
  es: ["es-ES", "es-MX", "es-US"],
};
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** All words: what everybody reads, and what admins read besides. */
const ENGLISH = { ...en, ...enAdmin };
const KEYS = Object.keys(ENGLISH) as AdminMessageKey[];

async function allWordsOf(language: Language): Promise<Catalogue & AdminCatalogue> {
  return { ...(await loadCatalogue(language)), ...(await loadAdminCatalogue(language)) };
}

/** The texts of a message, one for each plural form it has. */
function textsOf(message: string | PluralForms): [form: string, text: string][] {
  return typeof message === "string" ? [["", message]] : Object.entries(message);
}

/** The names in braces, each once and in order. */
function placeholdersIn(text: string): string {
  const names = new Set([...text.matchAll(/\{(\w+)\}/gu)].map(([, name = ""]) => name));
  return [...names].toSorted((a, b) => a.localeCompare(b)).join(" ");
}

describe.each(LANGUAGES)("$name", ({ tag }) => {
  async function eachText(
    look: (key: AdminMessageKey, form: string, text: string) => string | null,
  ): Promise<string[]> {
    const catalogue = await allWordsOf(tag);
    return KEYS.flatMap((key) =>
      textsOf(catalogue[key]).flatMap(([form, text]) => {
        const complaint = look(key, form, text);
        return complaint === null ? [] : [`${key} ${form}: ${complaint}`];
      }),
    );
  }

  it("has every message of the English catalogue, and no other", async () => {
    const catalogue = await allWordsOf(tag);
    expect(Object.keys(catalogue).sort()).toEqual(KEYS.toSorted());
    expect(await eachText((_key, _form, text) => (text.trim() === "" ? "is empty" : null))).toEqual(
      [],
    );
  });

  it("uses every placeholder of a message, and none that is never filled", async () => {
    const wanted = (key: AdminMessageKey): string => placeholdersIn(JSON.stringify(ENGLISH[key]));
    expect(
      await eachText((key, form, text) => {
        const [used, all] = [placeholdersIn(text), wanted(key)];
        // A form for one may say so in words.
        const isCountLeftOut = form === "one" && `count ${used}`.trim() === all;
        return used === all || isCountLeftOut ? null : `has {${used}}, not {${all}}`;
      }),
    ).toEqual([]);
  });

  it("has the plural forms that numbers take in it, and no other", async () => {
    const catalogue = await allWordsOf(tag);
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    const wrong = KEYS.filter((key) => {
      const message = catalogue[key];
      if (typeof message === "string") return false;
      const given = Object.keys(message);
      // Millions alone are "many" in Spanish; there "other" serves where nothing changes.
      const needed = forms.filter((form) => form !== "many");
      return (
        !needed.every((form) => given.includes(form)) ||
        !given.every((form) => forms.some((known) => known === form))
      );
    });
    expect(wrong).toEqual([]);
  });

  it("calls one thing by one name wherever it is shown", async () => {
    const catalogue = await allWordsOf(tag);
    expect(catalogue["requests.status.pending"]).toBe(catalogue["awaited.state.unapproved"]);
    expect(catalogue["requests.status.available"]).toBe(catalogue["state.imported"]);
  });

  it("does not add a number in parentheses to words that say it", async () => {
    expect(
      await eachText((_key, form, text) =>
        form === "one" && text.includes("({count}") ? text : null,
      ),
    ).toEqual([]);
  });

  it("is written with its own marks: no straight quotes, no three dots", async () => {
    expect(
      await eachText((_key, _form, text) => (/["']|\.\.\./u.test(text) ? text : null)),
    ).toEqual([]);
  });
});

describe.each(LANGUAGES.flatMap(({ tag }) => REGIONS[tag].map((region) => ({ tag, region }))))(
  "filled in for $region",
  ({ tag, region }) => {
    const format = createFormat(region, "UTC");
    const now = Date.parse("2026-11-25T11:05:00Z");
    const durations = [0, 12 * MINUTE_S, 80 * MINUTE_S, 5 * HOUR_S, 26 * HOUR_S, 3 * DAY_S];
    /** What each placeholder may be given; others are given a plain word. */
    const samples: Readonly<Record<string, readonly (string | number)[]>> = {
      age: durations.map((seconds) => format.age(seconds)),
      duration: durations.map((seconds) => format.duration(seconds)),
      time: [0, 2, 9, 200].map((days) => format.clock(now - days * DAY_S * 1000, now)),
      day: [0, 1, 30, 400].map((days) => format.day(now - days * DAY_S * 1000, now).text),
      count: [0, 1, 2, 1_234],
      size: [format.bytes(4_200_000_000)],
      speed: [format.speed(4_200_000)],
      name: ["sonarr-main", "Ana B."],
    };

    it("has no sentence with two full stops, two spaces, or a space before its stop", async () => {
      const t = createTranslate(tag, await allWordsOf(tag)) as (
        key: AdminMessageKey,
        values: Readonly<Record<string, string | number>>,
      ) => string;
      const sentences = KEYS.flatMap((key) => {
        const names = placeholdersIn(JSON.stringify(ENGLISH[key])).split(" ");
        const longest = Math.max(...names.map((name) => samples[name]?.length ?? 1));
        return Array.from({ length: longest }, (_, index) =>
          t(key, Object.fromEntries(names.map((name) => [name, sampleOf(name, index)]))),
        );
      });
      expect(sentences.filter((text) => /\.\.|\s\s|\s[.,;:]|^\s|\s$/u.test(text))).toEqual([]);
    });

    function sampleOf(name: string, index: number): string | number {
      const values = samples[name] ?? ["Dune"];
      return values[index % values.length] ?? "";
    }
  },
);

it("puts a time where one of another day fits too: never after a word for the clock", async () => {
  const clockWords = /(?:\bat|\bum|\ba las?|\bde las?) \{time\}/iu;
  const wrong = await Promise.all(
    LANGUAGES.map(async ({ tag }) => {
      const catalogue = await allWordsOf(tag);
      return KEYS.filter((key) =>
        textsOf(catalogue[key]).some(([, text]) => clockWords.test(text)),
      );
    }),
  );
  expect(wrong.flat()).toEqual([]);
});

it("is a translation: hardly a text of more than two words is the English one", async () => {
  const others = LANGUAGES.filter(({ tag }) => tag !== "en");
  const same = await Promise.all(
    others.map(async ({ tag }) => {
      const catalogue = await allWordsOf(tag);
      return KEYS.filter((key) => {
        const english = JSON.stringify(ENGLISH[key]);
        return english.split(" ").length > 2 && english === JSON.stringify(catalogue[key]);
      });
    }),
  );
  expect(same.flat()).toEqual([]);
});
