import { useMemo } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { createPeopleSelector } from "../../state/people.ts";
import { NOBODY } from "../../state/view-options.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { useDashboard } from "../live/live-context.ts";

interface PersonSelectProps {
  /** A name or `NOBODY`, `null` = everybody. */
  readonly person: string | null;
  readonly onChange: (person: string | null) => void;
}

/** A `select` knows texts alone: names get a letter before them, so that no name can be taken for everybody. */
const EVERYBODY = "";
const valueOf = (person: string): string => `=${person}`;

/** For admins who look at everyone's downloads: whose to show. */
export function PersonSelect({ person, onChange }: PersonSelectProps) {
  const { t, format } = useLocale();
  const select = useMemo(() => createPeopleSelector(format.compareText), [format]);
  const people = useDashboard(select);
  const isEveryone = useDashboard((dashboard) => dashboard?.showAll === true);
  if (people === null || !isEveryone) return null;
  // Somebody whose last download just went away stays the choice that they are.
  const isGone = person !== null && person !== NOBODY && !people.names.includes(person);
  const names = isGone ? [...people.names, person] : people.names;
  const hasNobody = people.hasOrphans || person === NOBODY;
  if (names.length === 0) return null;
  return (
    <SelectField
      label={t("toolbar.person")}
      value={person === null ? EVERYBODY : valueOf(person)}
      options={[
        { value: EVERYBODY, text: t("toolbar.everybody") },
        ...names.map((name) => ({ value: valueOf(name), text: name })),
        ...(hasNobody ? [{ value: valueOf(NOBODY), text: t("toolbar.nobody") }] : []),
      ]}
      onChange={(value) => onChange(value === EVERYBODY ? null : value.slice(1))}
    />
  );
}
