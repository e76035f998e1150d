import type { Catalogue } from "./catalogue.ts";
import type { Language } from "./choose-locale.ts";

const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import("./en.ts")).en,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
};

/**
 * The words of a language, each in a file of its own, so that nobody loads words they do not read.
 *
 * @throws when the file cannot be loaded.
 */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return LOADERS[language]();
}
