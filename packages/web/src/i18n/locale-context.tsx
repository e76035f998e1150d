import { createContext, use, useCallback, useMemo, useState, type ReactNode } from "react";

import { createFormat, type Format } from "../format/format.ts";
import { createTranslate, type Catalogue, type Translate } from "./catalogue.ts";
import { chooseLocale, type ChosenLocale, type Language } from "./choose-locale.ts";
import { loadCatalogue } from "./load-catalogue.ts";
import { readStoredLanguage, storeLanguage } from "./stored-language.ts";

/** One person's language: words, numbers and times. */
export interface Locale {
  readonly tag: Language;
  readonly catalogue: Catalogue;
  readonly t: Translate;
  readonly format: Format;
  /** What the person chose here, `null` = as their browser. */
  readonly chosen: Language | null;
  /** Loads a language, then shows and remembers it. Rejects when it cannot be loaded, and nothing changes. */
  readonly choose: (language: Language | null) => Promise<void>;
}

const LocaleContext = createContext<Locale | null>(null);

/** A locale with its words. */
export interface LoadedLocale extends ChosenLocale {
  readonly catalogue: Catalogue;
}

/** The locale for a choice, given the browser's languages. @throws when its words cannot be loaded. */
export async function loadLocale(chosen: Language | null): Promise<LoadedLocale> {
  const locale = chooseLocale(chosen, navigator.languages);
  return { ...locale, catalogue: await loadCatalogue(locale.tag) };
}

interface LocaleProviderProps {
  readonly initial: LoadedLocale;
  readonly children: ReactNode;
}

export function LocaleProvider({ initial, children }: LocaleProviderProps) {
  const [{ tag, formatTag, catalogue }, setLoaded] = useState(initial);
  const [chosen, setChosen] = useState(readStoredLanguage);
  const choose = useCallback(async (language: Language | null): Promise<void> => {
    const loaded = await loadLocale(language);
    document.documentElement.lang = loaded.tag;
    storeLanguage(language);
    setLoaded(loaded);
    setChosen(language);
  }, []);
  const locale = useMemo<Locale>(
    () => ({
      tag,
      catalogue,
      t: createTranslate(tag, catalogue),
      format: createFormat(formatTag),
      chosen,
      choose,
    }),
    [tag, formatTag, catalogue, chosen, choose],
  );
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** @throws when used outside `LocaleProvider`, which is a fault of ours. */
export function useLocale(): Locale {
  const locale = use(LocaleContext);
  if (locale === null) throw new Error("useLocale needs a LocaleProvider above it.");
  return locale;
}
