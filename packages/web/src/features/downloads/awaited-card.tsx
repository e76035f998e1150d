import type { AwaitedTitle } from "@sofarr/contract";
import { memo } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useNowMinute } from "../../ui/use-now.ts";
import { AwaitedLink } from "./awaited-link.tsx";
import { AwaitedSince, AwaitedState } from "./awaited-state.tsx";
import { awaitedText } from "./awaited-text.ts";
import { CARD_POSTER } from "./card-style.ts";
import { NameBadges } from "./person-badges.tsx";
import { subtitleOf } from "./subtitle.ts";
import { TitleCard } from "./title-card.tsx";

interface AwaitedCardProps {
  readonly awaited: AwaitedTitle;
}

/** Something that was asked for and is in no download client: what it waits for. */
export const AwaitedCard = memo(function AwaitedCard({ awaited }: AwaitedCardProps) {
  const locale = useLocale();
  const now = useNowMinute();
  const { title } = awaited;
  const subtitle = subtitleOf(awaited, locale.t);
  return (
    <TitleCard
      title={title}
      coverArt={awaited.coverArt}
      posterClass={CARD_POSTER}
      link={<AwaitedLink awaited={awaited} />}
      className="card"
    >
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
    </TitleCard>
  );
});
