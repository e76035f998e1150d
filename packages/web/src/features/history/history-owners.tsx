import type { TagBadge } from "@sofarr/contract";
import { Tag, UserRound } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";

/** Whose it was, and labels that are no person's: for admins, while they look at everyone's. */
export function HistoryOwners({ badges }: { readonly badges: readonly TagBadge[] }) {
  const { t } = useLocale();
  if (badges.length === 0) return null;
  return (
    <ul aria-label={t("card.persons")} className="mt-1.5 flex flex-wrap gap-1.5">
      {badges.map(({ label, user }) => (
        <li
          key={label}
          className={`flex max-w-full items-center gap-1 rounded-xl py-0.5 ps-1.5 pe-2.5 text-xs font-semibold ${
            user === null ? "bg-raised text-muted" : "bg-accent-soft text-accent"
          }`}
        >
          {user === null ? (
            <Tag aria-hidden className="size-3.5 shrink-0" />
          ) : (
            <UserRound aria-hidden className="size-3.5 shrink-0" />
          )}
          <span className="min-w-0 wrap-anywhere">{user ?? t("card.tag", { label })}</span>
        </li>
      ))}
    </ul>
  );
}
