import { createContext, use, useMemo, type ReactNode } from "react";

import { createFormat, type Format } from "../format/format.ts";
import { createTranslate, type Catalogue, type Translate } from "./catalogue.ts";

/** One person's language: words, numbers and times. */
export interface Locale {
  /** BCP 47 */
  readonly tag: string;
  readonly t: Translate;
  readonly format: Format;
}

const LocaleContext = createContext<Locale | null>(null);

interface LocaleProviderProps {
  /** Language of the words. */
  readonly tag: string;
  /** How numbers and times are written: the same language, perhaps of another region. */
  readonly formatTag: string;
  readonly catalogue: Catalogue;
  readonly children: ReactNode;
}

export function LocaleProvider({ tag, formatTag, catalogue, children }: LocaleProviderProps) {
  const locale = useMemo<Locale>(
    () => ({ tag, t: createTranslate(tag, catalogue), format: createFormat(formatTag) }),
    [tag, formatTag, catalogue],
  );
  return <LocaleContext value={locale}>{children}</LocaleContext>;
}

/** @throws when used outside `LocaleProvider`, which is a fault of ours. */
export function useLocale(): Locale {
  const locale = use(LocaleContext);
  if (locale === null) throw new Error("useLocale needs a LocaleProvider above it.");
  return locale;
}
