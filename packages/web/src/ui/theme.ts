import { createCell, type Observable } from "../state/observable.ts";

export const THEMES = ["light", "dark", "system"] as const;

export type Theme = (typeof THEMES)[number];

/** The same key as in public/theme.js, which sets the theme before the first paint. */
const STORAGE_KEY = "sofarr-theme";

const chosen = createCell<Theme>(readTheme());
paintBrowserBar(chosen.get());

/** The theme a person chose on this device; `system` when they never did. */
export const theme: Observable<Theme> = chosen;

/** Shows and remembers a theme. Without storage it lasts until the page is left. */
export function chooseTheme(next: Theme): void {
  chosen.set(next);
  paintBrowserBar(next);
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    if (next === "system") localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // Storage is blocked or full: nothing to remember with, nothing to tell.
  }
}

/** The bar around the page follows the theme as well: one `theme-color` per scheme, and the media that choose. */
function paintBrowserBar(next: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[data-scheme]")) {
    const scheme = meta.dataset["scheme"] ?? "";
    if (next === "system") meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = next === scheme ? "all" : "not all";
  }
}

function readTheme(): Theme {
  const set = document.documentElement.dataset["theme"];
  return THEMES.find((candidate) => candidate === set) ?? "system";
}
