import type { HistoryItem } from "@sofarr/contract";

import { asHeading, type Day } from "../../format/day.ts";
import { useLocale, type Locale } from "../../i18n/locale-context.tsx";
import { useNowMinute } from "../../ui/use-now.ts";
import { byDay } from "./by-day.ts";
import { HistoryCard } from "./history-card.tsx";
import { HISTORY_GRID } from "./history-style.ts";

interface HistoryDaysProps {
  /** Newest first. */
  readonly history: readonly HistoryItem[];
  readonly isEveryone: boolean;
}

/** Everything that was finished, under its days. */
export function HistoryDays({ history, isEveryone }: HistoryDaysProps) {
  const locale = useLocale();
  const { format } = locale;
  // Midnight makes today yesterday; nothing else here depends on the time.
  const now = useNowMinute();
  return (
    <div className="grid gap-8">
      {byDay(history, (at) => format.day(at, now)).map(({ day, items }) => {
        const headingId = `day-${day.daysAgo}`;
        return (
          <section key={day.daysAgo} aria-labelledby={headingId}>
            <h2 id={headingId} className="mb-3 flex items-baseline gap-2.5 text-lg font-bold">
              {dayText(day, locale)}
              <span className="text-sm font-semibold text-muted tabular-nums">
                {format.number(items.length)}
              </span>
            </h2>
            <ul className={HISTORY_GRID}>
              {items.map((item) => (
                <HistoryCard key={item.id} item={item} showsOwners={isEveryone} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function dayText({ daysAgo, text }: Day, { t, tag }: Locale): string {
  if (daysAgo === 0) return t("day.today");
  return daysAgo === 1 ? t("day.yesterday") : asHeading(text, tag);
}
