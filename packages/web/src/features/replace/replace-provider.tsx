import type { NormalizedDownload } from "@sofarr/contract";
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from "react";

import { keyOf } from "../../state/download-key.ts";
import { createCell } from "../../state/observable.ts";
import { stillShown, type Replacements } from "../../state/replacements.ts";
import { useLive } from "../live/live-context.ts";
import { ReplaceContext, type Replace } from "./replace-context.ts";

const ReplaceDialog = lazy(async () => ({
  default: (await import("./replace-dialog.tsx")).ReplaceDialog,
}));

/** Lets every card below it ask for another copy; one dialog serves them all. */
export function ReplaceProvider({ children }: { readonly children: ReactNode }) {
  const { store } = useLive();
  const [asked, setAsked] = useState<NormalizedDownload | null>(null);
  const [replaced] = useState(() => createCell<Replacements>(new Map()));
  useEffect(
    () => store.subscribe(() => replaced.set(stillShown(replaced.get(), store.get()))),
    [store, replaced],
  );
  const replace = useMemo<Replace>(() => ({ ask: setAsked, replaced }), [replaced]);
  return (
    <ReplaceContext value={replace}>
      {children}
      {asked !== null && (
        <Suspense>
          <ReplaceDialog
            download={asked}
            onReplaced={({ arrQueueId }) => {
              if (arrQueueId === null) return;
              const after = new Map(replaced.get()).set(keyOf(asked), arrQueueId);
              replaced.set(stillShown(after, store.get()));
            }}
            onClose={() => setAsked(null)}
          />
        </Suspense>
      )}
    </ReplaceContext>
  );
}
