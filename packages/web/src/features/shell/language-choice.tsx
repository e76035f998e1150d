import { useState } from "react";

import { LANGUAGES, languageOf } from "../../i18n/choose-locale.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SelectField } from "../../ui/select-field.tsx";

const AS_BROWSER = "";

/** The language of the app: as the browser has it, or one of those it speaks, each by its own name. */
export function LanguageChoice() {
  const { t, chosen, choose } = useLocale();
  const [hasFailed, setHasFailed] = useState(false);
  return (
    <>
      <SelectField
        label={t("language.label")}
        value={chosen ?? AS_BROWSER}
        options={[
          { value: AS_BROWSER, text: `${t("language.label")}: ${t("language.auto")}` },
          ...LANGUAGES.map(({ tag, name }) => ({ value: tag, text: name })),
        ]}
        onChange={(value) => {
          setHasFailed(false);
          choose(languageOf(value)).catch(() => setHasFailed(true));
        }}
      />
      {hasFailed && (
        <Notice tone="failed" isAlert>
          {t("language.failed")}
        </Notice>
      )}
    </>
  );
}
