import { Sparkles } from "lucide-react";
import { useState } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { useObservable } from "../../ui/use-observable.ts";
import { useDashboard, useLive } from "../live/live-context.ts";
import { createVersionSelector } from "./new-version.ts";
import { hasOtherBuild } from "./service-worker.ts";

/** Offers to load a newer version, at the foot, where it moves nothing; never loads it under somebody's hands. */
export function UpdateBar() {
  const { t } = useLocale();
  const [select] = useState(createVersionSelector);
  const isServerNewer = useDashboard(select);
  const isBuildNewer = useObservable(hasOtherBuild);
  const isLost = useObservable(useLive().connection).kind === "lost";
  const [isPutOff, setIsPutOff] = useState(false);
  // While the connection is lost there is nothing to load it from, and another bar is in its place.
  if ((!isServerNewer && !isBuildNewer) || isLost || isPutOff) return null;
  return (
    <output className="fixed inset-x-0 bottom-(--foot-height) z-10 flex justify-center p-4">
      <span className="flex max-w-2xl flex-wrap items-center gap-x-4 gap-y-2 rounded-2xl border border-line bg-surface p-3 ps-4 shadow-panel">
        <span className="flex items-center gap-3 text-sm leading-snug">
          <Sparkles aria-hidden className="size-5 shrink-0 text-accent" />
          {t("update.text")}
        </span>
        <span className="ms-auto flex gap-2">
          <Button look="quiet" className="text-sm" onClick={() => setIsPutOff(true)}>
            {t("update.later")}
          </Button>
          <Button look="primary" className="text-sm" onClick={() => location.reload()}>
            {t("update.reload")}
          </Button>
        </span>
      </span>
    </output>
  );
}
