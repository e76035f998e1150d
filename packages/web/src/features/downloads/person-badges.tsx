import { UserRound } from "lucide-react";
import type { TagBadge } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useDashboard } from "../live/live-context.ts";
import { usePersonFilter } from "../people/use-person-filter.ts";
import { changeView } from "../shell/use-view.ts";

const BADGE =
  "flex max-w-full items-center gap-1 rounded-full py-0.5 ps-1.5 pe-2.5 text-xs font-semibold";

/** Whose a download is: for admins, while they look at everyone's. A press shows that person's alone, or all again. */
export function PersonBadges({ badges }: { readonly badges: readonly TagBadge[] }) {
  const { t } = useLocale();
  const isEveryone = useDashboard((dashboard) => dashboard?.showAll === true);
  if (!isEveryone || badges.length === 0) return null;
  return (
    <ul aria-label={t("card.persons")} className="-my-1 flex flex-wrap gap-x-1.5">
      {badges.map((badge) => (
        <li key={badge.label} className="flex max-w-full min-h-11 items-center">
          {badge.user === null ? (
            <span className={`${BADGE} bg-raised text-muted`}>
              <UserRound aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">{t("card.unmatched", { label: badge.label })}</span>
            </span>
          ) : (
            <PersonButton name={badge.user} />
          )}
        </li>
      ))}
    </ul>
  );
}

function PersonButton({ name }: { readonly name: string }) {
  const { t } = useLocale();
  const isChosen = usePersonFilter() === name;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={t("card.onlyOf", { name })}
      onClick={() => changeView({ person: isChosen ? null : name })}
      className="group flex min-h-11 max-w-full min-w-11 items-center rounded-xl"
    >
      <span
        className={`${BADGE} transition-colors ${
          isChosen
            ? "bg-accent text-on-accent"
            : "bg-accent-soft text-accent group-hover:bg-accent group-hover:text-on-accent"
        }`}
      >
        <UserRound aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{name}</span>
      </span>
    </button>
  );
}
