import { memo, useId, useState } from "react";

import { breakable, isNamedByRelease, titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { Poster } from "../../ui/poster.tsx";
import { useDownload, useStaleSince } from "../live/live-context.ts";
import { ReplaceRow } from "../replace/replace-row.tsx";
import { CardDetails } from "./card-details.tsx";
import { CardFacts } from "./card-facts.tsx";
import { CardReasons } from "./card-reasons.tsx";
import { CARD, CARD_POSTER, troubleGround } from "./card-style.ts";
import { MoreButton } from "./more-button.tsx";
import { PersonBadges } from "./person-badges.tsx";
import { StateBar } from "./state-bar.tsx";
import { WhenLine } from "./when-line.tsx";
import { subtitleOf } from "./subtitle.ts";

interface DownloadCardProps {
  readonly downloadKey: string;
}

/** One download. Rendered again only when this one changes. */
export const DownloadCard = memo(function DownloadCard({ downloadKey }: DownloadCardProps) {
  const download = useDownload(downloadKey);
  // It can be gone for the moment between its own news and the list's.
  return download === undefined ? null : <CardOf download={download} />;
});

type Download = NonNullable<ReturnType<typeof useDownload>>;

function CardOf({ download }: { readonly download: Download }) {
  const { t } = useLocale();
  const [isOpen, setIsOpen] = useState(false);
  const titleId = useId();
  const detailsId = useId();
  const staleSince = useStaleSince(download.instanceId);
  const title = titleOf(download);
  const subtitle = subtitleOf(download, t);
  return (
    <li className={`card ${CARD}`}>
      <article aria-labelledby={titleId} className="flex h-full flex-col">
        <div className="flex flex-1 gap-3.5 p-3">
          <Poster path={download.coverArt} title={title} className={CARD_POSTER} />
          <div className="flex min-w-0 flex-1 flex-col">
            <h3
              id={titleId}
              className={`line-clamp-2 leading-snug font-bold ${
                isNamedByRelease(download) ? "text-sm wrap-anywhere" : "text-base wrap-break-word"
              }`}
            >
              <bdi>{isNamedByRelease(download) ? breakable(title) : title}</bdi>
            </h3>
            {subtitle !== null && (
              <p className="mt-0.5 line-clamp-2 text-sm leading-snug text-muted">
                <bdi>{subtitle}</bdi>
              </p>
            )}
            <PersonBadges badges={download.tagBadges ?? []} />
            <div className="mt-auto pt-2">
              <StateBar download={download} title={title} isStale={staleSince !== null} />
              <div className="mt-1.5">
                <WhenLine download={download} staleSince={staleSince} />
              </div>
              <div className="mt-1.5 -mb-2 flex items-center gap-1">
                <CardFacts download={download} isStale={staleSince !== null} />
                <MoreButton
                  title={title}
                  isOpen={isOpen}
                  controls={detailsId}
                  onPress={() => setIsOpen(!isOpen)}
                />
              </div>
            </div>
          </div>
        </div>
        <CardReasons download={download} />
        <ReplaceRow download={download} ground={troubleGround(download)} />
        <div id={detailsId} hidden={!isOpen}>
          {isOpen && <CardDetails download={download} isStale={staleSince !== null} />}
        </div>
      </article>
    </li>
  );
}
