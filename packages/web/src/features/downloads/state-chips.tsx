import { useLocale } from "../../i18n/locale-context.tsx";
import { GROUPS, type Group } from "../../state/groups.ts";

interface StateChipsProps {
  readonly chosen: Group | null;
  readonly counts: Readonly<Record<Group, number>>;
  readonly onChange: (group: Group | null) => void;
}

/** One chip per group that has something, and "all". Pressing the chosen one again shows all. */
export function StateChips({ chosen, counts, onChange }: StateChipsProps) {
  const { t } = useLocale();
  const all = GROUPS.reduce((sum, group) => sum + counts[group], 0);
  const shown = GROUPS.filter((group) => counts[group] > 0 || group === chosen);
  return (
    <fieldset
      // To the window's edge on a phone, so that a chip cut in half says there is more.
      className="-mx-4 flex min-w-0 gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:-mx-1 sm:flex-wrap sm:px-1"
    >
      <legend className="sr-only">{t("toolbar.state")}</legend>
      <Chip
        text={t("group.all")}
        count={all}
        isChosen={chosen === null}
        onPress={() => onChange(null)}
      />
      {shown.map((group) => (
        <Chip
          key={group}
          text={t(`group.${group}`)}
          count={counts[group]}
          isChosen={group === chosen}
          onPress={() => onChange(group === chosen ? null : group)}
        />
      ))}
    </fieldset>
  );
}

interface ChipProps {
  readonly text: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onPress: () => void;
}

function Chip({ text, count, isChosen, onPress }: ChipProps) {
  const { format } = useLocale();
  const look = isChosen
    ? "border-transparent bg-accent text-on-accent"
    : "border-line bg-surface text-ink hover:bg-raised";
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onPress}
      className={`flex min-h-11 shrink-0 items-center gap-2 rounded-full border px-4 text-sm font-semibold transition-colors ${look}`}
    >
      {text}
      <span className={`tabular-nums ${isChosen ? "" : "text-muted"}`}>{format.number(count)}</span>
    </button>
  );
}
