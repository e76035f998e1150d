import { createContext, use, useMemo, useSyncExternalStore } from "react";
import type { NormalizedDownload } from "@sofarr/contract";

import type { Connection } from "../../api/stream.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import type { Dashboard } from "../../state/dashboard.ts";
import type { DashboardStore } from "../../state/dashboard-store.ts";
import type { StaleInstances } from "../../state/freshness.ts";
import { createLayoutSelector, type Layout } from "../../state/layout.ts";
import type { Observable } from "../../state/observable.ts";
import type { ViewOptions } from "../../state/view-options.ts";

/** The live data of one signed-in person. */
export interface Live {
  readonly store: DashboardStore;
  readonly connection: Observable<Connection>;
  /** Tries to connect again now. */
  readonly retry: () => void;
}

export const LiveContext = createContext<Live | null>(null);

/** @throws when used outside `LiveProvider`, which is a fault of ours. */
export function useLive(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error("useLive needs a LiveProvider above it.");
  return live;
}

/**
 * Something worked out of the whole dashboard. Rendered again only when the answer is another one, so `select`
 * gives primitives, or the same object while it means the same.
 */
export function useDashboard<T>(select: (dashboard: Dashboard | null) => T): T {
  const { store } = useLive();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** One download, `undefined` once it is gone. Rendered again when this one changes and at no other time. */
export function useDownload(key: string): NormalizedDownload | undefined {
  const { store } = useLive();
  return useSyncExternalStore(
    (listener) => store.subscribeTo(key, listener),
    () => store.download(key),
  );
}

/** What is old: one for all cards, since it changes far less often than they do. */
export interface Staleness {
  readonly instances: StaleInstances;
  /** When the connection was cut (ISO 8601), `null` while it is not known to be. */
  readonly lostSince: string | null;
}

export const StaleContext = createContext<Staleness>({ instances: new Map(), lostSince: null });

/** Since when an instance's data is old (ISO 8601), `null` while it is fresh. */
export function useStaleSince(instanceId: string): string | null {
  const { instances, lostSince } = use(StaleContext);
  return instances.get(instanceId) ?? lostSince;
}

/** Which cards go where; the same object for as long as none moves. `null` before the first frame. */
export function useLayout(view: ViewOptions): Layout | null {
  const { format } = useLocale();
  const select = useMemo(() => createLayoutSelector(view, format.compareText), [view, format]);
  return useDashboard(select);
}
