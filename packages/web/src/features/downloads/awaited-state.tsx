import type { AwaitedStage, AwaitedTitle } from "@sofarr/contract";
import { CalendarClock, Clock, Hourglass, Search, Unplug, type LucideIcon } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";

const ICONS: Readonly<Record<AwaitedStage, LucideIcon>> = {
  unapproved: Hourglass,
  approved: Search,
  searching: Search,
  partly: Search,
  unreleased: CalendarClock,
  held: Clock,
  clientAway: Unplug,
};

/** How far something awaited is, in a word or two. */
export function AwaitedState({ stage }: Pick<AwaitedTitle, "stage">) {
  const { t } = useLocale();
  const Icon = ICONS[stage];
  const colour = stage === "clientAway" ? "text-stuck" : "text-muted";
  return (
    <p className={`flex items-start gap-1.5 text-sm leading-snug font-semibold ${colour}`}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      {t(`awaited.state.${stage}`)}
    </p>
  );
}

/** Since when somebody waits for it; nothing when nobody knows. */
export function AwaitedSince({
  awaited,
  now,
}: {
  readonly awaited: AwaitedTitle;
  /** ms */
  readonly now: number;
}) {
  const { t, format } = useLocale();
  const since = Date.parse(awaited.since ?? "");
  if (Number.isNaN(since)) return null;
  const day = format.daysAgo(since, now);
  return (
    <p className="text-xs text-muted">
      {t(awaited.ombiRequestId === null ? "awaited.found" : "requests.askedFor", { day })}
    </p>
  );
}
