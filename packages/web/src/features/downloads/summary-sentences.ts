import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import type { Dashboard } from "../../state/dashboard.ts";
import { isComplete } from "../../state/freshness.ts";
import { summarise } from "../../state/summary.ts";

const MINUTE_S = 60;

/**
 * "2 on their way. The next one is here in 12 min. 1 needs attention." For those who look at everyone's, how fast it
 * all comes in as well: nobody else has to care.
 *
 * @param isLost  the connection is cut: what was known still counts, but speed and time are no longer true.
 */
export function summarySentences(
  dashboard: Dashboard,
  isLost: boolean,
  { t, format }: { readonly t: Translate; readonly format: Format },
): string[] {
  const { counts, bytesPerSecond, nextEtaSeconds } = summarise(dashboard);
  const sentences: string[] = [];
  if (counts.downloading > 0) {
    sentences.push(
      dashboard.showAll && bytesPerSecond > 0 && !isLost
        ? t("summary.downloadingAt", {
            count: counts.downloading,
            speed: format.speed(bytesPerSecond),
          })
        : t("summary.downloading", { count: counts.downloading }),
    );
  } else if (isComplete(dashboard) && !isLost) {
    sentences.push(t("summary.idle"));
  }
  if (nextEtaSeconds !== null && !isLost) {
    sentences.push(
      nextEtaSeconds < MINUTE_S
        ? t("summary.nextSoon")
        : t("summary.next", { duration: format.duration(nextEtaSeconds) }),
    );
  }
  if (counts.asked > 0) sentences.push(t("summary.asked", { count: counts.asked }));
  if (counts.attention > 0) sentences.push(t("summary.attention", { count: counts.attention }));
  return sentences;
}
