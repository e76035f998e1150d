import { createContext, use, useMemo, type ReactNode } from "react";

import { createTranslate, type AdminCatalogue, type AdminTranslate } from "./catalogue.ts";
import type { Language } from "./choose-locale.ts";
import { loadAdminCatalogue } from "./load-catalogue.ts";
import { useLocale, type Locale } from "./locale-context.tsx";

/** The person's language with what only admins read. */
interface AdminLocale extends Omit<Locale, "t"> {
  readonly t: AdminTranslate;
}

const AdminLocaleContext = createContext<AdminLocale | null>(null);

/** Asked for once per language; one that could not be loaded is asked for again by the next page that needs it. */
const asked = new Map<Language, Promise<AdminCatalogue>>();

function wordsOf(language: Language): Promise<AdminCatalogue> {
  const known = asked.get(language);
  if (known !== undefined) return known;
  const words = loadAdminCatalogue(language);
  asked.set(language, words);
  words.catch(() => asked.delete(language));
  return words;
}

/** Gives the admin's pages their words; suspends until they are there. */
export function AdminLocaleProvider({ children }: { readonly children: ReactNode }) {
  const locale = useLocale();
  const words = use(wordsOf(locale.tag));
  const adminLocale = useMemo<AdminLocale>(
    () => ({ ...locale, t: createTranslate(locale.tag, { ...locale.catalogue, ...words }) }),
    [locale, words],
  );
  return <AdminLocaleContext value={adminLocale}>{children}</AdminLocaleContext>;
}

/** @throws when used outside `AdminLocaleProvider`, which is a fault of ours. */
export function useAdminLocale(): AdminLocale {
  const locale = use(AdminLocaleContext);
  if (locale === null) throw new Error("useAdminLocale needs an AdminLocaleProvider above it.");
  return locale;
}
