import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { serverUrl } from "./api/base-url.ts";
import { createApiClient } from "./api/client.ts";
import { readCsrfToken } from "./api/csrf-cookie.ts";
import { App } from "./app.tsx";
import { chooseLocale } from "./i18n/choose-locale.ts";
import "./app.css";

const root = document.querySelector("#root");
if (root === null) throw new Error("index.html has no #root.");

const locale = chooseLocale(navigator.languages);
document.documentElement.lang = locale.tag;

const api = createApiClient({
  fetch: (input, init) => fetch(input, init),
  resolve: (path) => serverUrl(path),
  csrfToken: () => readCsrfToken(document.cookie),
});

createRoot(root).render(
  <StrictMode>
    <App api={api} locale={locale} />
  </StrictMode>,
);
