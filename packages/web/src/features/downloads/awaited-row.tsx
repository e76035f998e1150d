import type { AwaitedTitle } from "@sofarr/contract";
import { memo, useId } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useNowMinute } from "../../ui/use-now.ts";
import { AwaitedLink } from "./awaited-link.tsx";
import { AwaitedSince, AwaitedState } from "./awaited-state.tsx";
import { awaitedText } from "./awaited-text.ts";
import { NameBadges } from "./person-badges.tsx";
import { RowFrame } from "./row-frame.tsx";
import { subtitleOf } from "./subtitle.ts";

interface AwaitedRowProps {
  readonly awaited: AwaitedTitle;
}

/** Something that was asked for and is in no download client, as a row. */
export const AwaitedRow = memo(function AwaitedRow({ awaited }: AwaitedRowProps) {
  const locale = useLocale();
  const now = useNowMinute();
  const { title, stage } = awaited;
  return (
    <RowFrame
      titleId={useId()}
      title={title}
      shownTitle={title}
      subtitle={subtitleOf(awaited, locale.t)}
      poster={awaited.coverArt}
      mark={stage === "clientAway" ? "border-stuck" : ""}
      people={<NameBadges names={awaited.people} />}
      state={<AwaitedState stage={stage} />}
      when={<p className="text-sm leading-snug text-pretty">{awaitedText(awaited, now, locale)}</p>}
      facts={<AwaitedSince awaited={awaited} now={now} />}
      end={<AwaitedLink awaited={awaited} />}
    />
  );
});
