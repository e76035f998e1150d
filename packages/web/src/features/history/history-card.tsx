import { CircleCheck, CircleX } from "lucide-react";
import type { HistoryItem } from "@sofarr/contract";
import { memo, useId } from "react";

import { episodeText } from "../../format/episodes.ts";
import { breakable, isNamedByRelease, titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { OutsideLink } from "../../ui/outside-link.tsx";
import { Poster } from "../../ui/poster.tsx";
import { CARD } from "../downloads/card-style.ts";
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
  const titleId = useId();
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
    <li className={CARD}>
      <article aria-labelledby={titleId} className="flex h-full flex-col">
        <div className="flex flex-1 gap-3.5 p-3">
          <Poster
            path={item.coverArt}
            title={title}
            className="w-18 max-w-[30%] self-start rounded-lg"
          />
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="flex gap-1">
              <h3
                id={titleId}
                className={`line-clamp-2 min-w-0 flex-1 leading-snug font-bold ${
                  isNamedByRelease(item) ? "text-sm wrap-anywhere" : "wrap-break-word"
                }`}
              >
                <bdi>{isNamedByRelease(item) ? breakable(title) : title}</bdi>
              </h3>
              <OutsideLink href={item.arrLink} label={t(linkLabel, { title })} />
            </div>
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
          </div>
        </div>
        {isFailure && <HistoryReason item={item} />}
      </article>
    </li>
  );
});
