import type { AwaitedStage, AwaitedTitle } from "@sofarr/contract";
import { CalendarClock, Clock, Hourglass, Search, Unplug, type LucideIcon } from "lucide-react";
import { memo, useId } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { OutsideLink } from "../../ui/outside-link.tsx";
import { Poster } from "../../ui/poster.tsx";
import { useNowMinute } from "../../ui/use-now.ts";
import { awaitedText } from "./awaited-text.ts";
import { CARD, CARD_POSTER } from "./card-style.ts";
import { NameBadges } from "./person-badges.tsx";
import { subtitleOf } from "./subtitle.ts";

const ICONS: Readonly<Record<AwaitedStage, LucideIcon>> = {
  unapproved: Hourglass,
  approved: Search,
  searching: Search,
  partly: Search,
  unreleased: CalendarClock,
  held: Clock,
  clientAway: Unplug,
};

/** Something that was asked for and is in no download client: what it waits for. */
export const AwaitedCard = memo(function AwaitedCard({
  awaited,
}: {
  readonly awaited: AwaitedTitle;
}) {
  const locale = useLocale();
  const { t, format } = locale;
  const now = useNowMinute();
  const titleId = useId();
  const { title, stage } = awaited;
  const subtitle = subtitleOf(awaited, t);
  const Icon = ICONS[stage];
  const since = Date.parse(awaited.since ?? "");
  const isTv = awaited.mediaType === "tv";
  return (
    <li className={`card ${CARD}`}>
      <article aria-labelledby={titleId} className="flex h-full gap-3.5 p-3">
        <Poster path={awaited.coverArt} title={title} className={CARD_POSTER} />
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex gap-1">
            <h3
              id={titleId}
              className="line-clamp-2 min-w-0 flex-1 leading-snug font-bold wrap-break-word"
            >
              <bdi>{title}</bdi>
            </h3>
            <OutsideLink href={awaited.ombiLink} label={t("requests.open", { title })} />
            {awaited.ombiLink === null && (
              <OutsideLink
                href={awaited.arrLink}
                label={t(isTv ? "history.openSonarr" : "history.openRadarr", { title })}
              />
            )}
          </div>
          {subtitle !== null && (
            <p className="mt-0.5 line-clamp-2 text-sm leading-snug text-muted">
              <bdi>{subtitle}</bdi>
            </p>
          )}
          <NameBadges names={awaited.people} />
          <div className="mt-auto pt-2 text-sm leading-snug">
            <p
              className={`flex items-start gap-1.5 font-semibold ${stage === "clientAway" ? "text-stuck" : "text-muted"}`}
            >
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t(`awaited.state.${stage}`)}
            </p>
            <p className="mt-1.5 text-pretty">{awaitedText(awaited, now, locale)}</p>
            {!Number.isNaN(since) && (
              <p className="mt-1.5 text-xs text-muted">
                {t(awaited.ombiRequestId === null ? "awaited.found" : "requests.askedFor", {
                  day: format.daysAgo(since, now),
                })}
              </p>
            )}
          </div>
        </div>
      </article>
    </li>
  );
});
