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

/** As wide as a digit: with it every bar is equally long, and none changes when a digit comes. */
const FIGURE_SPACE = "\u2007";
const WHOLE_PERCENT = 100;

interface StateBarProps {
  readonly download: NormalizedDownload;
  readonly title: string;
  /** Whether its numbers are old, so that nothing may be promised from them. */
  readonly isStale: boolean;
}

/**
 * The state in plain words, and below it how much is here: side by side they would fit for some states and not for
 * others, and a card would change its height with its state. Once all data is, a percentage would say nothing: the bar alone shows
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
      <p
        className={`flex items-start gap-1.5 text-sm leading-snug font-semibold ${TONE_TEXT[tone]}`}
      >
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 wrap-break-word">{t(key)}</span>
      </p>
      {(!isWhole || tone === "working") && (
        // Where text is so large that the bar had no room beside it, the percentage has a line of its own.
        <div className="mt-0.5 flex min-h-[1lh] flex-wrap items-center gap-x-2.5 text-sm leading-snug font-semibold">
          <div className={`flex-[1_1_5.5rem] ${isStale ? "opacity-50" : ""}`}>
            <ProgressBar
              label={t("card.progress", { title })}
              percent={download.progress}
              text={eta === null ? percent : t("card.progressText", { percent, eta })}
              barClass={`${TONE_BAR[tone]} ${isWhole && !isStale ? "animate-breathe" : ""}`}
            />
          </div>
          {!isWhole && (
            <span className="ms-auto">
              {percent.padStart(format.percent(WHOLE_PERCENT).length, FIGURE_SPACE)}
            </span>
          )}
        </div>
      )}
    </div>
  );
}
