import { useSyncExternalStore } from "react";

import type { Observable } from "../state/observable.ts";

/** The value of an observable, rendered again when it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
