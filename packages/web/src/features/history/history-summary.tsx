import type { HistoryItem } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";

interface HistorySummaryProps {
  /** `undefined` while it is not known. */
  readonly history: readonly HistoryItem[] | undefined;
}

/** The whole page in one line, which is there before the words are, so that nothing moves. */
export function HistorySummary({ history = [] }: HistorySummaryProps) {
  const { t } = useLocale();
  const failed = history.filter((item) => item.outcome === "failed").length;
  const imported = history.length - failed;
  return (
    <p className="min-h-6 text-pretty text-muted">
      {imported > 0 && t("history.summary", { count: imported })}{" "}
      {failed > 0 && t("history.summaryFailed", { count: failed })}
    </p>
  );
}
