import type { DashboardPatch, DashboardPayload, NormalizedDownload } from "@sofarr/contract";

import { applyFrame, applyPatch, changedKeys, type Dashboard } from "./dashboard.ts";
import type { Observable } from "./observable.ts";

/** The live dashboard, watched as a whole or one download at a time. */
export interface DashboardStore extends Observable<Dashboard | null> {
  /** The download behind a key, `undefined` when it is not (or no longer) there. */
  download(key: string): NormalizedDownload | undefined;
  /** Tells `listener` only when this one download appears, changes or goes. */
  subscribeTo(key: string, listener: () => void): () => void;
  /** @param receivedAt this browser's clock, ms. */
  frame(payload: DashboardPayload, receivedAt: number): void;
  /** Ignored before the first frame: there is nothing it could apply to. */
  patch(patch: DashboardPatch, receivedAt: number): void;
}

/** Creates an empty store. A patch wakes the cards it touches and nobody else's. */
export function createDashboardStore(): DashboardStore {
  let dashboard: Dashboard | null = null;
  const listeners = new Set<() => void>();
  const listenersByKey = new Map<string, Set<() => void>>();

  function swap(next: Dashboard): void {
    const before = dashboard;
    dashboard = next;
    for (const key of changedKeys(before, next)) {
      for (const listener of listenersByKey.get(key) ?? []) listener();
    }
    for (const listener of listeners) listener();
  }

  return {
    get: () => dashboard,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    download: (key) => dashboard?.downloads.get(key),
    subscribeTo: (key, listener) => {
      const waiting = listenersByKey.get(key) ?? new Set();
      listenersByKey.set(key, waiting.add(listener));
      return () => {
        waiting.delete(listener);
        if (waiting.size === 0) listenersByKey.delete(key);
      };
    },
    frame: (payload, receivedAt) => swap(applyFrame(dashboard, payload, receivedAt)),
    patch: (patch, receivedAt) => {
      if (dashboard !== null) swap(applyPatch(dashboard, patch, receivedAt));
    },
  };
}
