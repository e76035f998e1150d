import { useLocale } from "../../i18n/locale-context.tsx";
import { Choice } from "../../ui/choice.tsx";

interface ScopeSwitchProps {
  readonly everyone: boolean;
  readonly onChange: (everyone: boolean) => void;
}

/** An admin's own downloads, or everyone's. */
export function ScopeSwitch({ everyone, onChange }: ScopeSwitchProps) {
  const { t } = useLocale();
  return (
    <Choice
      legend={t("scope.label")}
      name="scope"
      value={everyone ? "everyone" : "mine"}
      onChange={(value) => onChange(value === "everyone")}
      options={[
        { value: "mine", content: t("scope.mine") },
        { value: "everyone", content: t("scope.everyone") },
      ]}
    />
  );
}
