import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Router } from "wouter";

import { ApiContext } from "./api/api-context.tsx";
import { basePath } from "./api/base-url.ts";
import type { ApiClient } from "./api/client.ts";
import { FaultBoundary } from "./features/session/fault-boundary.tsx";
import { SessionGate } from "./features/session/session-gate.tsx";
import type { ChosenLocale } from "./i18n/choose-locale.ts";
import { LocaleProvider } from "./i18n/locale-context.tsx";

interface AppProps {
  readonly api: ApiClient;
  readonly locale: ChosenLocale;
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } },
});

/** The whole app: who provides what to whom. */
export function App({ api, locale }: AppProps) {
  return (
    <LocaleProvider {...locale}>
      <FaultBoundary>
        <ApiContext value={api}>
          <QueryClientProvider client={queries}>
            <Router base={basePath()}>
              <SessionGate />
            </Router>
          </QueryClientProvider>
        </ApiContext>
      </FaultBoundary>
    </LocaleProvider>
  );
}
