import {
  CircleAlert,
  CircleCheck,
  CircleX,
  Clock,
  Download as DownloadIcon,
  PackageOpen,
  type LucideIcon,
} from "lucide-react";
import type { NormalizedDownload } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { hasAllData } from "../../state/groups.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useNow } from "../../ui/use-now.ts";
import { TONE_BAR, TONE_TEXT } from "./card-style.ts";
import { describeState, type Tone } from "./describe-state.ts";
import { etaText } from "./eta-text.ts";

const ICONS: Readonly<Record<Tone, LucideIcon>> = {
  moving: DownloadIcon,
  waiting: Clock,
  working: PackageOpen,
  done: CircleCheck,
  stuck: CircleAlert,
  failed: CircleX,
};

/** As wide as a digit: with it every percentage begins at the same place, and none moves when a digit comes. */
const FIGURE_SPACE = "\u2007";
const WHOLE_PERCENT = 100;

interface CardProgressProps {
  readonly download: NormalizedDownload;
  readonly title: string;
  /** When its download client last answered (ISO 8601), `null` while it does. */
  readonly staleSince: string | null;
}

/**
 * State, bar, and the numbers that tick. Of an old state it promises neither speed nor time, and once all data
 * is here a percentage would say nothing: the bar alone shows that work goes on.
 */
export function CardProgress({ download, title, staleSince }: CardProgressProps) {
  const { t, format } = useLocale();
  const { key, tone } = describeState(download);
  const Icon = ICONS[tone];
  const isWhole = hasAllData(download);
  const percent = format.percent(download.progress);
  const eta =
    tone === "moving" && staleSince === null && download.eta !== null
      ? etaText(download.eta, t, format)
      : null;
  return (
    <div className="tabular-nums">
      <div className={`flex items-start gap-1.5 text-sm font-semibold ${TONE_TEXT[tone]}`}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 flex-1 leading-snug">{t(key)}</span>
        {!isWhole && (
          <span className="text-ink">
            {percent.padStart(format.percent(WHOLE_PERCENT).length, FIGURE_SPACE)}
          </span>
        )}
      </div>
      {(!isWhole || tone === "working") && (
        <div className={`mt-1.5 ${staleSince === null ? "" : "opacity-50"}`}>
          <ProgressBar
            label={t("card.progress", { title })}
            percent={download.progress}
            text={eta === null ? percent : t("card.progressText", { percent, eta })}
            barClass={`${TONE_BAR[tone]} ${isWhole && staleSince === null ? "animate-breathe" : ""}`}
          />
        </div>
      )}
      <div className="mt-1.5 text-xs leading-4">
        {tone === "moving" && staleSince === null && (
          <p className="min-h-4 truncate font-medium">{eta !== null && t("card.left", { eta })}</p>
        )}
        {staleSince !== null && <StaleText since={staleSince} />}
        <p className="flex min-h-4 flex-wrap justify-between gap-x-3 text-muted">
          <span>{sizeText(download, t, format)}</span>
          {key === "state.downloading" && staleSince === null && (
            <span>{format.speed(download.speed)}</span>
          )}
        </p>
      </div>
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

/** "1.2 GB of 4.6 GB", the size alone once all is here, nothing while it is unknown. */
function sizeText(download: NormalizedDownload, t: Translate, format: Format): string {
  if (download.size === 0) return "";
  const size = format.bytes(download.size);
  return hasAllData(download)
    ? size
    : t("card.sizeOf", { downloaded: format.bytes(download.downloaded), size });
}
