import type { NormalizedDownload } from "@sofarr/contract";
import { createContext, use, useSyncExternalStore } from "react";

import { keyOf } from "../../state/download-key.ts";
import type { Observable } from "../../state/observable.ts";
import type { Replacements } from "../../state/replacements.ts";

/** The way to another copy. */
export interface Replace {
  /** Shows what would happen and asks whether it should. */
  readonly ask: (download: NormalizedDownload) => void;
  /** What was removed for another copy and is still on the page. */
  readonly replaced: Observable<Replacements>;
}

export const ReplaceContext = createContext<Replace | null>(null);

/** @throws when used outside `ReplaceProvider`, which is a fault of ours. */
export function useReplace(): Replace {
  const replace = use(ReplaceContext);
  if (replace === null) throw new Error("useReplace needs a ReplaceProvider above it.");
  return replace;
}

/** Whether a download was removed for another copy; renders the caller only when that changes. */
export function useIsReplaced(download: NormalizedDownload): boolean {
  const { replaced } = useReplace();
  return useSyncExternalStore(replaced.subscribe, () => replaced.get().has(keyOf(download)));
}
