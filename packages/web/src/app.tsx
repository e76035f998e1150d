import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Router } from "wouter";

import { ApiContext } from "./api/api-context.tsx";
import { basePath } from "./api/base-url.ts";
import type { ApiClient } from "./api/client.ts";
import { FaultBoundary } from "./features/session/fault-boundary.tsx";
import { SessionGate } from "./features/session/session-gate.tsx";
import { LocaleProvider, type LoadedLocale } from "./i18n/locale-context.tsx";

interface AppProps {
  readonly api: ApiClient;
  readonly locale: LoadedLocale;
}

const queries = new QueryClient({
  defaultOptions: {
    // Without a connection a question fails at once, and that is said; it is asked again when there is one.
    queries: {
      retry: 1,
      networkMode: "always",
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
    },
    mutations: { networkMode: "always" },
  },
});

/** The whole app: who provides what to whom. */
export function App({ api, locale }: AppProps) {
  return (
    <LocaleProvider initial={locale}>
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
