import type { NormalizedDownload } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useNow } from "../../ui/use-now.ts";
import { describeState } from "./describe-state.ts";
import { WatchLink } from "./watch-link.tsx";
import { whenText } from "./when-text.ts";

interface WhenLineProps {
  readonly download: NormalizedDownload;
  /** When its download client last answered (ISO 8601), `null` while it does. */
  readonly staleSince: string | null;
}

/** When it can be watched; of an old state nothing but its age. */
export function WhenLine({ download, staleSince }: WhenLineProps) {
  const locale = useLocale();
  const { key, tone } = describeState(download);
  // Two lines high from the start: the time to go changes its length as it passes.
  const height = tone === "moving" ? "min-h-[2lh]" : "";
  return (
    <div className={`text-sm leading-snug text-pretty tabular-nums ${height}`}>
      {staleSince === null ? <p>{whenText(download, locale)}</p> : <StaleText since={staleSince} />}
      {key === "state.imported" && <WatchLink />}
    </div>
  );
}

function StaleText({ since }: { readonly since: string }) {
  const { t, format } = useLocale();
  const now = useNow();
  return (
    <p className="font-medium text-stuck">
      {t("card.asOf", { time: format.clock(Date.parse(since), now) })}
    </p>
  );
}
