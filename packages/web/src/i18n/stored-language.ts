import { languageOf, type Language } from "./choose-locale.ts";

const STORAGE_KEY = "sofarr-language";

/** The language a person chose on this device, `null` when they never did or it is not known any more. */
export function readStoredLanguage(): Language | null {
  try {
    return languageOf(localStorage.getItem(STORAGE_KEY));
  } catch {
    return null; // Storage is blocked.
  }
}

/** Remembers it; `null` goes back to the browser's languages. Without storage it lasts until the page is left. */
export function storeLanguage(language: Language | null): void {
  try {
    if (language === null) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage is blocked or full: nothing to remember with, nothing to tell.
  }
}
