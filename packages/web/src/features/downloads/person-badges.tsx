import type { TagBadge } from "@sofarr/contract";
import { Children, type ReactNode } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { NameBadge } from "../../ui/name-badge.tsx";
import { useDashboard } from "../live/live-context.ts";
import { usePersonFilter } from "../people/use-person-filter.ts";
import { changeView } from "../shell/use-view.ts";

const BADGE_PLACE = "flex min-h-11 max-w-full items-center";

/** Whose a download is, and labels that are no person's: for admins, while they look at everyone's. A press shows that person's alone, or all again. */
export function PersonBadges({ badges }: { readonly badges: readonly TagBadge[] }) {
  const { t } = useLocale();
  const unmatched = badges.filter(({ user }) => user === null);
  return (
    <NameBadges names={badges.flatMap(({ user }) => user ?? [])}>
      {unmatched.map(({ label }) => (
        <li key={label} className={`py-1.5 ${BADGE_PLACE}`}>
          <NameBadge of="label" text={t("card.tag", { label })} look="bg-raised text-muted" />
        </li>
      ))}
    </NameBadges>
  );
}

interface NameBadgesProps {
  readonly names: readonly string[];
  readonly children?: ReactNode;
}

/** The same for those who are known by name, each once. */
export function NameBadges({ names, children = [] }: NameBadgesProps) {
  const { t } = useLocale();
  const isEveryone = useDashboard((dashboard) => dashboard?.showAll === true);
  const isEmpty = names.length === 0 && Children.count(children) === 0;
  if (!isEveryone || isEmpty) return null;
  return (
    <ul aria-label={t("card.persons")} className="-my-1 flex flex-wrap gap-x-1.5">
      {[...new Set(names)].map((name) => (
        <li key={name} className={BADGE_PLACE}>
          <PersonButton name={name} />
        </li>
      ))}
      {children}
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
      className="group flex min-h-11 max-w-full min-w-11 items-center rounded-xl py-1.5"
    >
      <NameBadge
        of="person"
        text={name}
        look={`transition-colors ${
          isChosen
            ? "bg-accent text-on-accent"
            : "bg-accent-soft text-accent group-hover:bg-accent group-hover:text-on-accent"
        }`}
      />
    </button>
  );
}
