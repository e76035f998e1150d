import { SlidersHorizontal } from "lucide-react";
import { useId, useState } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import type { Group } from "../../state/groups.ts";
import {
  DEFAULT_VIEW,
  lookOf,
  SORTS,
  type Sort,
  type ViewOptions,
} from "../../state/view-options.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { useDashboard } from "../live/live-context.ts";
import { PersonSelect } from "../people/person-select.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { useIsWide } from "../../ui/use-is-wide.ts";
import { LookChoice } from "./look-choice.tsx";
import { StateChips } from "./state-chips.tsx";

interface ToolbarProps {
  readonly view: ViewOptions;
  readonly counts: Readonly<Record<Group, number>>;
  readonly onChange: (change: Partial<ViewOptions>) => void;
}

const ALL_CLIENTS = "";

/**
 * Search, person, download client, order and state. What leaves no choice is not asked for. A phone keeps all but
 * search and state behind a button until they are wanted, for the list is what people come for.
 */
export function Toolbar({ view, counts, onChange }: ToolbarProps) {
  const { t } = useLocale();
  const isCustom = view.client !== null || view.person !== null || view.sort !== DEFAULT_VIEW.sort;
  const [isOpen, setIsOpen] = useState(isCustom);
  const isWide = useIsWide();
  const moreId = useId();
  return (
    <search aria-label={t("toolbar.label")} className="mb-6 grid gap-3 sm:mb-8">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 sm:min-w-48">
          <SearchField
            value={view.query}
            hint={t("toolbar.searchHint")}
            onChange={(query) => onChange({ query })}
          />
        </div>
        <button
          type="button"
          aria-label={t("toolbar.more")}
          aria-expanded={isOpen}
          aria-controls={moreId}
          onClick={() => setIsOpen(!isOpen)}
          className={`grid size-11 place-items-center rounded-xl border sm:hidden ${
            isCustom ? "border-transparent bg-accent-soft text-accent" : "border-line bg-surface"
          }`}
        >
          <SlidersHorizontal aria-hidden className="size-4.5" />
        </button>
        <div
          id={moreId}
          className={`w-full flex-wrap items-center gap-3 sm:flex sm:w-auto ${isOpen ? "grid" : "hidden"}`}
        >
          <PersonSelect person={view.person} onChange={(person) => onChange({ person })} />
          <ClientSelect client={view.client} onChange={(client) => onChange({ client })} />
          <SortSelect sort={view.sort} onChange={(sort) => onChange({ sort })} />
          {isWide && <LookChoice look={lookOf(view)} onChange={(look) => onChange({ look })} />}
        </div>
      </div>
      <StateChips chosen={view.group} counts={counts} onChange={(group) => onChange({ group })} />
    </search>
  );
}

interface ClientSelectProps {
  readonly client: string | null;
  readonly onChange: (client: string | null) => void;
}

function ClientSelect({ client, onChange }: ClientSelectProps) {
  const { t } = useLocale();
  const clients = useDashboard((dashboard) => dashboard?.downloadClients);
  if (clients === undefined || clients.length < 2) return null;
  return (
    <SelectField
      label={t("toolbar.client")}
      value={client ?? ALL_CLIENTS}
      options={[
        { value: ALL_CLIENTS, text: t("toolbar.allClients") },
        ...clients.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      onChange={(value) => onChange(value || null)}
    />
  );
}

interface SortSelectProps {
  readonly sort: Sort;
  readonly onChange: (sort: Sort) => void;
}

function SortSelect({ sort, onChange }: SortSelectProps) {
  const { t } = useLocale();
  return (
    <SelectField
      label={t("toolbar.sort")}
      value={sort}
      options={SORTS.map((value) => ({ value, text: t(`sort.${value}`) }))}
      onChange={onChange}
    />
  );
}
