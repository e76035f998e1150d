import { CircleCheck, CircleX } from "lucide-react";
import type { HistoryItem } from "@sofarr/contract";
import { memo } from "react";

import { episodeText } from "../../format/episodes.ts";
import { isNamedByRelease, titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { OutsideLink } from "../../ui/outside-link.tsx";
import { TitleCard } from "../downloads/title-card.tsx";
import { HistoryOwners } from "./history-owners.tsx";
import { HistoryReason } from "./history-reason.tsx";

interface HistoryCardProps {
  readonly item: HistoryItem;
  /** Whether other people's are on the page as well. */
  readonly showsOwners: boolean;
}

/** What came of one release. */
export const HistoryCard = memo(function HistoryCard({ item, showsOwners }: HistoryCardProps) {
  const { t, format } = useLocale();
  const title = titleOf(item);
  const at = Date.parse(item.completedAt);
  const isFailure = item.outcome === "failed";
  const Icon = isFailure ? CircleX : CircleCheck;
  const episodes = episodeText(item, {
    season: (season) => t("episodes.season", { season }),
    seasons: (first, last) => t("episodes.seasons", { first, last }),
    specials: () => t("episodes.specials"),
  });
  const linkLabel = item.type === "movie" ? "history.openRadarr" : "history.openSonarr";
  return (
    <TitleCard
      title={title}
      isRelease={isNamedByRelease(item)}
      coverArt={item.coverArt}
      posterClass="w-18 max-w-[30%]"
      link={<OutsideLink href={item.arrLink} label={t(linkLabel, { title })} />}
      foot={isFailure && <HistoryReason item={item} />}
    >
      {episodes !== null && (
        <p className="mt-0.5 line-clamp-2 text-sm leading-snug text-muted">{episodes}</p>
      )}
      {showsOwners && <HistoryOwners badges={item.tagBadges ?? []} />}
      <div className="mt-auto pt-2">
        <p
          className={`flex items-start gap-1.5 text-sm leading-snug font-semibold ${
            isFailure ? "text-failed" : "text-done"
          }`}
        >
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t(isFailure ? "history.failed" : "history.imported")}
        </p>
        <p className="mt-1 flex justify-between gap-x-3 text-xs leading-4 text-muted tabular-nums">
          <span className="min-w-0">
            {[item.quality, item.instanceName].filter(Boolean).join(" · ")}
          </span>
          <time dateTime={item.completedAt}>{format.clock(at, at)}</time>
        </p>
      </div>
    </TitleCard>
  );
});
