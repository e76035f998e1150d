import {
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";

import { useApi } from "../../api/api-context.tsx";
import { serverUrl } from "../../api/base-url.ts";
import { watchPage } from "../../api/page-signals.ts";
import { askRefusal } from "../../api/refusal.ts";
import { openLiveStream, type Connection, type LiveStream } from "../../api/stream.ts";
import { createDashboardStore } from "../../state/dashboard-store.ts";
import { createStaleSelector } from "../../state/freshness.ts";
import { createCell } from "../../state/observable.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { LiveContext, StaleContext, type Live, type Staleness } from "./live-context.ts";

interface LiveProviderProps {
  /** Everybody's downloads instead of the viewer's own. */
  readonly everyone: boolean;
  /** The session is gone: told once. */
  readonly onSignedOut: () => void;
  readonly children: ReactNode;
}

/** Keeps the stream of one signed-in person open and hands out what it brings. */
export function LiveProvider({ everyone, onSignedOut, children }: LiveProviderProps) {
  const api = useApi();
  const [store] = useState(createDashboardStore);
  const [connection] = useState(() => createCell<Connection>({ kind: "connecting" }));
  const stream = useRef<LiveStream>(null);
  const tellSignedOut = useEffectEvent(onSignedOut);

  useEffect(() => {
    const path = `api/dashboard/stream?delta=table${everyone ? "&showAll=true" : ""}`;
    const opened = openLiveStream({
      open: () => new EventSource(serverUrl(path)),
      askRefusal: () => askRefusal(api, path),
      onFrame: (payload) => store.frame(payload, Date.now()),
      onPatch: (patch) => store.patch(patch, Date.now()),
      onConnection: (state) => {
        connection.set(state);
        if (state.kind === "signed-out") tellSignedOut();
      },
      watchPage,
      now: () => Date.now(),
      random: () => Math.random(),
    });
    stream.current = opened;
    return () => opened.close();
  }, [api, store, connection, everyone]);

  const live = useMemo<Live>(
    () => ({ store, connection, retry: () => stream.current?.retry() }),
    [store, connection],
  );
  const [selectStale] = useState(createStaleSelector);
  const instances = useSyncExternalStore(store.subscribe, () => selectStale(store.get()));
  const state = useObservable(connection);
  const lostSince = state.kind === "lost" ? new Date(state.since).toISOString() : null;
  const stale = useMemo<Staleness>(() => ({ instances, lostSince }), [instances, lostSince]);
  return (
    <LiveContext value={live}>
      <StaleContext value={stale}>{children}</StaleContext>
    </LiveContext>
  );
}
