/** The languages the app speaks, each by its own name. A new one is one line here, one in load-catalogue.ts, one file. */
export const LANGUAGES = [
  { tag: "en", name: "English" },
  { tag: "de", name: "Deutsch" },
  { tag: "es", name: "Español" },
] as const;

export type Language = (typeof LANGUAGES)[number]["tag"];

const FALLBACK: Language = "en";

/** Which words, and how numbers and times are written: the same language, perhaps of another region. */
export interface ChosenLocale {
  readonly tag: Language;
  readonly formatTag: string;
}

/** The language of a tag such as `de-AT`, `null` when the app does not speak it. */
export function languageOf(tag: string | null): Language | null {
  const wanted = tag?.split("@")[0]?.split("-")[0]?.toLowerCase();
  return LANGUAGES.find((language) => language.tag === wanted)?.tag ?? null;
}

/**
 * The best language for a person: the one they chose here, else the first of their browser's that the app speaks, else
 * English. Numbers and times follow that language in their region (`en-GB` writes 24 hours), never a language the words
 * are not in.
 *
 * @param chosen  what they chose in the app, `null` when they never did.
 * @param wanted  BCP 47 tags, most wanted first: `navigator.languages`. Not all of them are: Chromium says `en-US@posix` where
 *   Linux was told no language.
 * @returns tags that `Intl` takes.
 */
export function chooseLocale(chosen: Language | null, wanted: readonly string[]): ChosenLocale {
  const spoken = wanted.flatMap((formatTag) => {
    const tag = languageOf(formatTag);
    return tag === null ? [] : [{ tag, formatTag: wellFormed(formatTag) ?? tag }];
  });
  const fitting = chosen === null ? spoken : spoken.filter(({ tag }) => tag === chosen);
  const tag = chosen ?? FALLBACK;
  return fitting[0] ?? { tag, formatTag: tag };
}

/** A tag as far as it is one, or `null`. */
function wellFormed(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.split("@")[0])[0] ?? null;
  } catch {
    return null;
  }
}
