import { lazy, memo, Suspense } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import type { GroupLayout } from "../../state/layout.ts";
import { AwaitedCard } from "./awaited-card.tsx";
import { CARD, CARD_GRID } from "./card-style.ts";
import { DownloadCard } from "./download-card.tsx";
import { useAwaited } from "./use-awaited.ts";

const Rows = lazy(async () => ({ default: (await import("./rows.tsx")).Rows }));

interface DownloadGroupsProps {
  readonly groups: readonly GroupLayout[];
  readonly isRows: boolean;
}

/** The list, group by group. */
export function DownloadGroups({ groups, isRows }: DownloadGroupsProps) {
  return (
    <div className={isRows ? "grid gap-7" : "grid gap-9"}>
      {groups.map((group) => (
        <DownloadGroup key={group.group} layout={group} isRows={isRows} />
      ))}
    </div>
  );
}

interface DownloadGroupProps {
  readonly layout: GroupLayout;
  readonly isRows: boolean;
}

/** Rendered again only when its own cards come, go or change places. */
const DownloadGroup = memo(function DownloadGroup({ layout, isRows }: DownloadGroupProps) {
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
      {isRows ? (
        <Suspense fallback={<div className={`h-40 animate-breathe ${CARD}`} />}>
          <Rows layout={layout} />
        </Suspense>
      ) : (
        <ul className={CARD_GRID}>
          {layout.group === "asked" ? (
            <AwaitedCards ids={layout.keys} />
          ) : (
            layout.keys.map((key) => <DownloadCard key={key} downloadKey={key} />)
          )}
        </ul>
      )}
    </section>
  );
});

function AwaitedCards({ ids }: { readonly ids: readonly string[] }) {
  return useAwaited(ids).map((awaited) => <AwaitedCard key={awaited.id} awaited={awaited} />);
}
