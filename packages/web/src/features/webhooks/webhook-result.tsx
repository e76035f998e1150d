import { CircleCheck } from "lucide-react";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { failureWords } from "./failure-words.ts";

interface WebhookResultProps {
  /** What was done, `null` when nothing was. */
  readonly done: string | null;
  readonly error: Error | null;
}

/** What came of the last press of a button, said aloud once; the server's own words are English. */
export function WebhookResult({ done, error }: WebhookResultProps) {
  const { t } = useAdminLocale();
  return (
    <output className="block text-sm leading-snug empty:hidden">
      {error !== null ? (
        <span className="block border-t border-line bg-failed-soft px-4 py-3 wrap-anywhere">
          <span className="font-medium">{t("webhooks.failed")}</span>{" "}
          <span lang="en">{failureWords(error)}</span>
        </span>
      ) : (
        done !== null && (
          <span className="flex gap-2 border-t border-line px-4 py-3 text-done">
            <CircleCheck aria-hidden className="mt-px size-4.5 shrink-0" />
            <span className="text-ink">{done}</span>
          </span>
        )
      )}
    </output>
  );
}
