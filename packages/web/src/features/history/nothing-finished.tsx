import { Popcorn, Unplug } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";
import { furtherBack, type Days } from "./history-options.ts";

interface NothingFinishedProps {
  readonly days: Days;
  readonly isEveryone: boolean;
  /** Whether every instance was read, so that the emptiness may be believed. */
  readonly isComplete: boolean;
  readonly onChange: (days: Days) => void;
}

/** Nothing was finished in that time, or nothing that could be read. */
export function NothingFinished({ days, isEveryone, isComplete, onChange }: NothingFinishedProps) {
  const { t } = useLocale();
  const longer = furtherBack(days);
  if (!isComplete) {
    return (
      <Message icon={Unplug} title={t("history.unsure.title")} text={t("history.unsure.text")} />
    );
  }
  const text = isEveryone ? "history.empty.everyoneText" : "history.empty.text";
  return (
    <Message icon={Popcorn} title={t("history.empty.title")} text={t(text, { count: days })}>
      {longer !== null && (
        <Button look="primary" onClick={() => onChange(longer)}>
          {t("history.more")}
        </Button>
      )}
    </Message>
  );
}
