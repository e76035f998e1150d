import type { TagBadge } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { NameBadge } from "../../ui/name-badge.tsx";

/** Whose it was, and labels that are no person's: for admins, while they look at everyone's. */
export function HistoryOwners({ badges }: { readonly badges: readonly TagBadge[] }) {
  const { t } = useLocale();
  if (badges.length === 0) return null;
  return (
    <ul aria-label={t("card.persons")} className="mt-1.5 flex flex-wrap gap-1.5">
      {badges.map(({ label, user }) => (
        <li key={label} className="max-w-full">
          {user === null ? (
            <NameBadge of="label" text={t("card.tag", { label })} look="bg-raised text-muted" />
          ) : (
            <NameBadge of="person" text={user} look="bg-accent-soft text-accent" />
          )}
        </li>
      ))}
    </ul>
  );
}
