import { LayoutGrid, Rows3 } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { LOOKS, type Look } from "../../state/view-options.ts";
import { Choice } from "../../ui/choice.tsx";

const ICONS = { cards: LayoutGrid, rows: Rows3 } as const;

interface LookChoiceProps {
  readonly look: Look;
  readonly onChange: (look: Look) => void;
}

/** Cards or rows. */
export function LookChoice({ look, onChange }: LookChoiceProps) {
  const { t } = useLocale();
  return (
    <Choice
      legend={t("look.label")}
      name="look"
      value={look}
      onChange={onChange}
      options={LOOKS.map((value) => {
        const Icon = ICONS[value];
        return {
          value,
          content: (
            <>
              <Icon aria-hidden className="size-4" />
              <span className="sr-only">{t(`look.${value}`)}</span>
            </>
          ),
        };
      })}
    />
  );
}
