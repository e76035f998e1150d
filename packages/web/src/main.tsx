import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { serverUrl } from "./api/base-url.ts";
import { createApiClient } from "./api/client.ts";
import { readCsrfToken } from "./api/csrf-cookie.ts";
import { App } from "./app.tsx";
import { keepApp } from "./features/pwa/service-worker.ts";
import { loadLocale } from "./i18n/locale-context.tsx";
import { readStoredLanguage } from "./i18n/stored-language.ts";
import "./app.css";

const api = createApiClient({
  fetch: (input, init) => fetch(input, init),
  resolve: (path) => serverUrl(path),
  csrfToken: () => readCsrfToken(document.cookie),
});

/** A function, since a module that waits could not be shared with the screens that are loaded later. */
async function start(): Promise<void> {
  const root = document.querySelector("#root");
  if (root === null) throw new Error("index.html has no #root.");
  const locale = await loadLocale(readStoredLanguage());
  document.documentElement.lang = locale.tag;
  createRoot(root).render(
    <StrictMode>
      <App api={api} locale={locale} />
    </StrictMode>,
  );
}

if (import.meta.env.PROD) keepApp();
void start();
