import type { AdminCatalogue, Catalogue } from "./catalogue.ts";
import type { Language } from "./choose-locale.ts";

const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import("./en.ts")).en,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
};

const ADMIN_LOADERS: Readonly<Record<Language, () => Promise<AdminCatalogue>>> = {
  en: async () => (await import("./en-admin.ts")).enAdmin,
  de: async () => (await import("./de-admin.ts")).deAdmin,
  es: async () => (await import("./es-admin.ts")).esAdmin,
};

/**
 * The words of a language, each in a file of its own, so that nobody loads words they do not read.
 *
 * @throws when the file cannot be loaded.
 */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return LOADERS[language]();
}

/** The words that only admins read. @throws when the file cannot be loaded. */
export async function loadAdminCatalogue(language: Language): Promise<AdminCatalogue> {
  return ADMIN_LOADERS[language]();
}
