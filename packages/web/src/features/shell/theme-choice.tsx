import { MonitorSmartphone, Moon, Sun } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Choice } from "../../ui/choice.tsx";
import { chooseTheme, theme, THEMES } from "../../ui/theme.ts";
import { useObservable } from "../../ui/use-observable.ts";

const ICONS = { light: Sun, dark: Moon, system: MonitorSmartphone } as const;

/** Light, dark, or as the device has it. */
export function ThemeChoice() {
  const { t } = useLocale();
  const chosen = useObservable(theme);
  return (
    <Choice
      legend={t("theme.label")}
      name="theme"
      value={chosen}
      onChange={chooseTheme}
      options={THEMES.map((value) => {
        const Icon = ICONS[value];
        return {
          value,
          content: (
            <>
              <Icon aria-hidden className="size-4" />
              {t(`theme.${value}`)}
            </>
          ),
        };
      })}
    />
  );
}
