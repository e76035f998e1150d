import { UserRound } from "lucide-react";
import type { TagBadge } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useDashboard } from "../live/live-context.ts";

/** Whose a download is: for admins, while they look at everyone's. */
export function PersonBadges({ badges }: { readonly badges: readonly TagBadge[] }) {
  const { t } = useLocale();
  const isEveryone = useDashboard((dashboard) => dashboard?.showAll === true);
  if (!isEveryone || badges.length === 0) return null;
  return (
    <ul aria-label={t("card.persons")} className="mt-2 flex flex-wrap gap-1.5">
      {badges.map((badge) => (
        <li
          key={badge.label}
          className={`flex max-w-full items-center gap-1 rounded-full py-0.5 ps-1.5 pe-2.5 text-xs font-semibold ${
            badge.user === null ? "bg-raised text-muted" : "bg-accent-soft text-accent"
          }`}
        >
          <UserRound aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">
            {badge.user ?? t("card.unmatched", { label: badge.label })}
          </span>
        </li>
      ))}
    </ul>
  );
}
