import { useLocale } from "../../i18n/locale-context.tsx";
import { summarise, type Summary } from "../../state/summary.ts";
import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { useDashboard } from "../live/live-context.ts";

/** The whole list in one or two sentences. Its line is there before the words are, so nothing moves. */
export function SummaryText() {
  const { t, format } = useLocale();
  const text = useDashboard((dashboard) =>
    dashboard === null ? "" : summaryText(summarise(dashboard), t, format),
  );
  return <p className="mt-1.5 min-h-6 text-pretty text-muted tabular-nums">{text}</p>;
}

/** "2 on their way at 12.4 MB/s. The next one is here in 12 min." */
function summaryText(summary: Summary, t: Translate, format: Format): string {
  const { counts, bytesPerSecond, nextEtaSeconds } = summary;
  const sentences: string[] = [];
  if (counts.downloading > 0) {
    sentences.push(
      bytesPerSecond > 0
        ? t("summary.downloading", {
            count: counts.downloading,
            speed: format.speed(bytesPerSecond),
          })
        : t("summary.downloadingSlow", { count: counts.downloading }),
    );
  } else {
    sentences.push(t("summary.idle"));
  }
  if (nextEtaSeconds !== null) {
    sentences.push(
      nextEtaSeconds < 60
        ? t("summary.nextSoon")
        : t("summary.next", { duration: format.duration(nextEtaSeconds) }),
    );
  }
  if (counts.attention > 0) sentences.push(t("summary.attention", { count: counts.attention }));
  return sentences.join(" ");
}
