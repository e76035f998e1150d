import { useEffect, useState } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useLive } from "../live/live-context.ts";

/** Tells a screen reader that the connection was lost, and that it is back; silent at the first connect. */
export function ConnectionVoice() {
  const { t } = useLocale();
  const { connection } = useLive();
  const [said, setSaid] = useState<"lost" | "back" | null>(null);
  useEffect(
    () =>
      connection.subscribe(() => {
        const { kind } = connection.get();
        if (kind === "lost") setSaid("lost");
        if (kind === "live") setSaid((before) => (before === "lost" ? "back" : before));
      }),
    [connection],
  );
  return <output className="sr-only">{said !== null && t(`connection.${said}`)}</output>;
}
