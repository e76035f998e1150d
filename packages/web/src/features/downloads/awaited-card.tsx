import type { AwaitedTitle } from "@sofarr/contract";
import { memo, useId } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Poster } from "../../ui/poster.tsx";
import { useNowMinute } from "../../ui/use-now.ts";
import { AwaitedLink } from "./awaited-link.tsx";
import { AwaitedSince, AwaitedState } from "./awaited-state.tsx";
import { awaitedText } from "./awaited-text.ts";
import { CARD, CARD_POSTER } from "./card-style.ts";
import { NameBadges } from "./person-badges.tsx";
import { subtitleOf } from "./subtitle.ts";

interface AwaitedCardProps {
  readonly awaited: AwaitedTitle;
}

/** Something that was asked for and is in no download client: what it waits for. */
export const AwaitedCard = memo(function AwaitedCard({ awaited }: AwaitedCardProps) {
  const locale = useLocale();
  const now = useNowMinute();
  const titleId = useId();
  const { title } = awaited;
  const subtitle = subtitleOf(awaited, locale.t);
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
            <AwaitedLink awaited={awaited} />
          </div>
          {subtitle !== null && (
            <p className="mt-0.5 line-clamp-2 text-sm leading-snug text-muted">
              <bdi>{subtitle}</bdi>
            </p>
          )}
          <NameBadges names={awaited.people} />
          <div className="mt-auto grid gap-1.5 pt-2">
            <AwaitedState stage={awaited.stage} />
            <p className="text-sm leading-snug text-pretty">{awaitedText(awaited, now, locale)}</p>
            <AwaitedSince awaited={awaited} now={now} />
          </div>
        </div>
      </article>
    </li>
  );
});
