import { memo } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import type { GroupLayout } from "../../state/layout.ts";
import { useDashboard } from "../live/live-context.ts";
import { AwaitedCard } from "./awaited-card.tsx";
import { CARD_GRID } from "./card-style.ts";
import { DownloadCard } from "./download-card.tsx";

interface DownloadGroupsProps {
  readonly groups: readonly GroupLayout[];
}

/** The list, group by group. */
export function DownloadGroups({ groups }: DownloadGroupsProps) {
  return (
    <div className="grid gap-9">
      {groups.map((group) => (
        <DownloadGroup key={group.group} layout={group} />
      ))}
    </div>
  );
}

/** Rendered again only when its own cards come, go or change places. */
const DownloadGroup = memo(function DownloadGroup({ layout }: { readonly layout: GroupLayout }) {
  const { t, format } = useLocale();
  const headingId = `group-${layout.group}`;
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} className="mb-3.5 flex items-baseline gap-2.5 text-lg font-bold">
        {t(`group.${layout.group}`)}
        <span className="text-sm font-semibold text-muted tabular-nums">
          {format.number(layout.keys.length)}
        </span>
      </h2>
      <ul className={CARD_GRID}>
        {layout.group === "asked" ? (
          <AwaitedCards ids={layout.keys} />
        ) : (
          layout.keys.map((key) => <DownloadCard key={key} downloadKey={key} />)
        )}
      </ul>
    </section>
  );
});

/** Rendered again only when something about what is awaited changes. */
function AwaitedCards({ ids }: { readonly ids: readonly string[] }) {
  const all = useDashboard((dashboard) => dashboard?.awaited);
  return ids.flatMap((id) => {
    const awaited = all?.find((one) => one.id === id);
    return awaited === undefined ? [] : [<AwaitedCard key={id} awaited={awaited} />];
  });
}
