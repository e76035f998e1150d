import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { useApi } from "../../api/api-context.tsx";
import { startConsoleRelay } from "../../api/console-relay.ts";
import { sendClientLogs } from "../../api/debug.ts";
import { debugQuery } from "./debug-query.ts";

/** While logs are switched on, what an admin's console says is handed in: the server takes it from nobody else. */
export function ConsoleRelay() {
  const api = useApi();
  const isEnabled = useQuery(debugQuery(api)).data?.enabled === true;
  useEffect(() => {
    if (!isEnabled) return undefined;
    return startConsoleRelay({
      console,
      watchErrors,
      send: (logs) => sendClientLogs(api, logs),
      now: () => Date.now(),
    });
  }, [api, isEnabled]);
  return null;
}

function watchErrors(onError: (error: unknown) => void): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  addEventListener("error", (event) => onError(event.error ?? event.message), options);
  addEventListener("unhandledrejection", (event) => onError(event.reason), options);
  return () => listening.abort();
}
