import { en } from "./en.ts";
import type { Catalogue } from "./catalogue.ts";

/** The languages the app speaks. A new one is one file and one line here. */
const CATALOGUES: Readonly<Record<string, Catalogue>> = { en };

const FALLBACK = "en";

export interface ChosenLocale {
  readonly tag: string;
  readonly formatTag: string;
  readonly catalogue: Catalogue;
}

/**
 * The best language for a person: the first of theirs that the app speaks, else English. Numbers and times
 * follow that language in their region (`en-GB` writes 24 hours), never a language the words are not in.
 *
 * @param wanted  BCP 47 tags, most wanted first: `navigator.languages`.
 */
export function chooseLocale(wanted: readonly string[]): ChosenLocale {
  for (const formatTag of wanted) {
    const tag = formatTag.split("-")[0]?.toLowerCase() ?? "";
    const catalogue = Object.hasOwn(CATALOGUES, tag) ? CATALOGUES[tag] : undefined;
    if (catalogue !== undefined) return { tag, formatTag, catalogue };
  }
  return { tag: FALLBACK, formatTag: FALLBACK, catalogue: en };
}
