import { useLocale } from "../../i18n/locale-context.tsx";
import { Chip, ChipRow } from "../../ui/chip.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { useSettledText } from "../../ui/use-settled-text.ts";
import { SORTS, STATUSES, TYPES, type RequestOptions } from "./request-options.ts";

interface RequestToolbarProps {
  readonly options: RequestOptions;
  readonly onChange: (change: Partial<RequestOptions>) => void;
}

const ALL_TYPES = "all";

/** Search, kind, order and state: everything here is the server's work. */
export function RequestToolbar({ options, onChange }: RequestToolbarProps) {
  const { t } = useLocale();
  const [query, typeQuery] = useSettledText(options.query, (text) => onChange({ query: text }));
  return (
    <search aria-label={t("toolbar.label")} className="mb-6 grid gap-3 sm:mb-8">
      <div className="flex flex-col gap-3 sm:flex-row">
        <div className="min-w-0 flex-1">
          <SearchField value={query} hint={t("requests.searchHint")} onChange={typeQuery} />
        </div>
        {/* On a phone each takes the width that its longest words need, and the rest is shared. */}
        <div className="flex flex-wrap gap-3 *:grow sm:*:grow-0">
          <SelectField
            label={t("requests.type")}
            value={options.type ?? ALL_TYPES}
            options={([ALL_TYPES, ...TYPES] as const).map((value) => ({
              value,
              text: t(`requests.type.${value}`),
            }))}
            onChange={(value) => onChange({ type: value === ALL_TYPES ? null : value })}
          />
          <SelectField
            label={t("requests.sort")}
            value={options.sort}
            options={SORTS.map((value) => ({ value, text: t(`requests.sort.${value}`) }))}
            onChange={(sort) => onChange({ sort })}
          />
        </div>
      </div>
      <ChipRow legend={t("requests.status")}>
        <Chip
          text={t("requests.status.all")}
          isChosen={options.status === null}
          onPress={() => onChange({ status: null })}
        />
        {STATUSES.map((status) => (
          <Chip
            key={status}
            text={t(`requests.status.${status}`)}
            isChosen={options.status === status}
            onPress={() => onChange({ status: options.status === status ? null : status })}
          />
        ))}
      </ChipRow>
    </search>
  );
}
