import { useEffect, useState } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useLive } from "../live/live-context.ts";

/** Tells a screen reader that the connection was lost, and why, and that it is back; silent at the first connect. */
export function ConnectionVoice() {
  const { t } = useLocale();
  const { connection } = useLive();
  const [said, setSaid] = useState<"cut" | "pages" | "calls" | "back" | null>(null);
  useEffect(
    () =>
      connection.subscribe(() => {
        const state = connection.get();
        if (state.kind === "lost") setSaid(state.because);
        if (state.kind === "live") setSaid((before) => before && "back");
      }),
    [connection],
  );
  return <output className="sr-only">{said !== null && t(`connection.${said}`)}</output>;
}
