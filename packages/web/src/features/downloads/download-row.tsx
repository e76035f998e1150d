import type { NormalizedDownload } from "@sofarr/contract";
import { memo, useId, useState } from "react";

import { breakable, isNamedByRelease, titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { groupOf } from "../../state/groups.ts";
import { useDownload, useStaleSince } from "../live/live-context.ts";
import { useIsReplaced } from "../replace/replace-context.ts";
import { canReplace, ReplaceAction } from "../replace/replace-row.tsx";
import { VerdictText } from "../replace/verdict-text.tsx";
import { CardDetails } from "./card-details.tsx";
import { CardFacts } from "./card-facts.tsx";
import { Reasons } from "./card-reasons.tsx";
import { describeState } from "./describe-state.ts";
import { MoreButton } from "./more-button.tsx";
import { PersonBadges } from "./person-badges.tsx";
import { RowFrame } from "./row-frame.tsx";
import { StateBar } from "./state-bar.tsx";
import { subtitleOf } from "./subtitle.ts";
import { WhenLine } from "./when-line.tsx";

/** One download as a row. Rendered again only when this one changes. */
export const DownloadRow = memo(function DownloadRow({
  downloadKey,
}: {
  readonly downloadKey: string;
}) {
  const download = useDownload(downloadKey);
  return download === undefined ? null : <RowOf download={download} />;
});

function RowOf({ download }: { readonly download: NormalizedDownload }) {
  const { t } = useLocale();
  const [isOpen, setIsOpen] = useState(false);
  const [titleId, detailsId] = [useId(), useId()];
  const staleSince = useStaleSince(download.instanceId);
  const isStale = staleSince !== null;
  const title = titleOf(download);
  const isTroubled = groupOf(download) === "attention";
  const isReplaced = useIsReplaced(download);
  const isHelpless = isTroubled && !isReplaced && !canReplace(download);
  return (
    <RowFrame
      titleId={titleId}
      title={title}
      shownTitle={isNamedByRelease(download) ? breakable(title) : title}
      subtitle={subtitleOf(download, t)}
      poster={download.coverArt}
      mark={markOf(download)}
      people={<PersonBadges badges={download.tagBadges ?? []} />}
      state={<StateBar download={download} title={title} isStale={isStale} />}
      when={
        <>
          <Reasons download={download} className="font-medium" />
          <WhenLine download={download} staleSince={staleSince} />
        </>
      }
      facts={
        // What to do about it takes the place of the small print, which is among the details as well.
        isTroubled && !isHelpless ? (
          <ReplaceAction download={download} />
        ) : (
          <CardFacts download={download} isStale={isStale} />
        )
      }
      end={
        <MoreButton
          title={title}
          isOpen={isOpen}
          controls={detailsId}
          onPress={() => setIsOpen(!isOpen)}
        />
      }
    >
      <div id={detailsId} hidden={!isOpen}>
        {isOpen && <CardDetails download={download} isStale={isStale} />}
        {isOpen && isHelpless && (
          <div className="px-4 pb-3.5">
            <VerdictText download={download} />
          </div>
        )}
      </div>
    </RowFrame>
  );
}

/** Trouble is seen from the corner of the eye. */
function markOf(download: NormalizedDownload): string {
  const { tone } = describeState(download);
  if (tone === "failed") return "border-failed";
  return tone === "stuck" ? "border-stuck" : "";
}
