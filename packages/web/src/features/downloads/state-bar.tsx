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

import { useLocale } from "../../i18n/locale-context.tsx";
import { hasAllData } from "../../state/groups.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
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

interface StateBarProps {
  readonly download: NormalizedDownload;
  readonly title: string;
  /** Whether its numbers are old, so that nothing may be promised from them. */
  readonly isStale: boolean;
}

/**
 * The state in plain words, and how much is here. Once all data is, a percentage would say nothing: the bar alone shows
 * that work goes on.
 */
export function StateBar({ download, title, isStale }: StateBarProps) {
  const { t, format } = useLocale();
  const { key, tone } = describeState(download);
  const Icon = ICONS[tone];
  const isWhole = hasAllData(download);
  const percent = format.percent(download.progress);
  const eta =
    tone === "moving" && !isStale && download.eta !== null
      ? etaText(download.eta, t, format)
      : null;
  return (
    <div className="tabular-nums">
      <div className="flex flex-wrap justify-between gap-x-1.5 text-sm leading-snug font-semibold">
        <span className={`flex min-w-0 items-start gap-1.5 ${TONE_TEXT[tone]}`}>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 wrap-break-word">{t(key)}</span>
        </span>
        {!isWhole && (
          <span className="ms-auto">
            {percent.padStart(format.percent(WHOLE_PERCENT).length, FIGURE_SPACE)}
          </span>
        )}
      </div>
      {(!isWhole || tone === "working") && (
        <div className={`mt-1.5 ${isStale ? "opacity-50" : ""}`}>
          <ProgressBar
            label={t("card.progress", { title })}
            percent={download.progress}
            text={eta === null ? percent : t("card.progressText", { percent, eta })}
            barClass={`${TONE_BAR[tone]} ${isWhole && !isStale ? "animate-breathe" : ""}`}
          />
        </div>
      )}
    </div>
  );
}
