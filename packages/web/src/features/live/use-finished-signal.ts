import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { hasEnding } from "../../state/endings.ts";
import { useLive } from "./live-context.ts";

/** First part of the query keys of everything read from the history. */
export const HISTORY = "history";

/** Several of a pack end together. */
const SETTLED_AFTER_MS = 2_000;
/** The server hands out one reading for half a minute: only after that is the news certain to be in it. */
const CERTAIN_AFTER_MS = 32_000;

/** Has the history read again when the stream shows that a download ended; while nobody looks at it, later. */
export function useFinishedSignal(): void {
  const queries = useQueryClient();
  const { store } = useLive();
  useEffect(() => {
    const timers = new Map<number, ReturnType<typeof setTimeout>>();
    const refreshAfter = (ms: number): void => {
      clearTimeout(timers.get(ms));
      const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: [HISTORY] }), ms);
      timers.set(ms, timer);
    };
    let before = store.get();
    const unsubscribe = store.subscribe(() => {
      const after = store.get();
      if (hasEnding(before, after)) {
        refreshAfter(SETTLED_AFTER_MS);
        refreshAfter(CERTAIN_AFTER_MS);
      }
      before = after;
    });
    return () => {
      unsubscribe();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [queries, store]);
}
