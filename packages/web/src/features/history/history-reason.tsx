import type { HistoryItem } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { failureReason } from "./failure-reason.ts";

/** Why it did not work out, and whether there is something to watch all the same. */
export function HistoryReason({ item }: { readonly item: HistoryItem }) {
  const { t } = useLocale();
  const reason = failureReason(item);
  return (
    <div
      className={`grid gap-1 border-t border-line px-3.5 py-2.5 text-sm leading-snug ${
        item.availableForUpgrade ? "bg-stuck-soft" : "bg-failed-soft"
      }`}
    >
      <p className="text-pretty wrap-anywhere">
        {reason.kind === "plain" ? t(reason.key) : reason.text}
      </p>
      {item.availableForUpgrade && (
        <p className="font-medium text-pretty">{t("history.upgrade")}</p>
      )}
    </div>
  );
}
