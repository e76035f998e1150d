import { useLocale } from "../../i18n/locale-context.tsx";
import { GROUPS, type Group } from "../../state/groups.ts";
import { Chip, ChipRow } from "../../ui/chip.tsx";

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
    <ChipRow legend={t("toolbar.state")}>
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
    </ChipRow>
  );
}
