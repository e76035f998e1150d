import { useSyncExternalStore } from "react";

function subscribe(listener: () => void): () => void {
  const listening = new AbortController();
  addEventListener("online", listener, { signal: listening.signal });
  addEventListener("offline", listener, { signal: listening.signal });
  return () => listening.abort();
}

/** Whether this device is on a network at all; the server may still be out of reach. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}
