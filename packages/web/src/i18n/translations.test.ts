import { describe, expect, it } from "vitest";

import type { AdminCatalogue, AdminMessageKey, Catalogue, PluralForms } from "./catalogue.ts";
import { LANGUAGES, type Language } from "./choose-locale.ts";
import { en } from "./en.ts";
import { enAdmin } from "./en-admin.ts";
import { loadAdminCatalogue, loadCatalogue } from "./load-catalogue.ts";

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

  it("is written with its own marks: no straight quotes, no three dots", async () => {
    expect(
      await eachText((_key, _form, text) => (/["']|\.\.\./u.test(text) ? text : null)),
    ).toEqual([]);
  });
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
