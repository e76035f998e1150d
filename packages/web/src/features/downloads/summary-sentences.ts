import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import type { Dashboard } from "../../state/dashboard.ts";
import { isComplete } from "../../state/freshness.ts";
import { summarise, type Summary } from "../../state/summary.ts";

const MINUTE_S = 60;
/** What is written longest, of times to go and of speeds. */
const LONG_TIMES_S = [9 * 3600 + 55 * 60, 47 * 3600];
const LONG_SPEED = 88_800_000;

interface Words {
  readonly t: Translate;
  readonly format: Format;
}

/**
 * "2 on their way. The next one is here in 12 min. 1 needs attention." For those who look at everyone's, how fast it
 * all comes in as well: nobody else has to care.
 *
 * @param isLost  the connection is cut: what was known still counts, but speed and time are no longer true.
 */
export function summarySentences(dashboard: Dashboard, isLost: boolean, words: Words): string[] {
  const { counts, bytesPerSecond, nextEtaSeconds } = summarise(dashboard);
  const isIdle = counts.downloading === 0 && isComplete(dashboard) && !isLost;
  const speed = dashboard.showAll && bytesPerSecond > 0 && !isLost ? bytesPerSecond : null;
  return [
    ...(isIdle ? [words.t("summary.idle")] : []),
    ...(counts.downloading > 0 ? [downloadingText(counts.downloading, speed, words)] : []),
    ...(nextEtaSeconds !== null && !isLost ? [nextText(nextEtaSeconds, words)] : []),
    ...countSentences(counts, words),
  ];
}

/**
 * The same at its longest, as long as no download comes, goes or changes its group: how much room the sentences need
 * while time and speed tick.
 */
export function longestSentences(dashboard: Dashboard, words: Words): string[] {
  const { counts } = summarise(dashboard);
  if (counts.downloading === 0) return summarySentences(dashboard, false, words);
  const speed = dashboard.showAll ? LONG_SPEED : null;
  const [longestNext = ""] = [0, ...LONG_TIMES_S]
    .map((seconds) => nextText(seconds, words))
    .toSorted((a, b) => b.length - a.length);
  return [
    downloadingText(counts.downloading, speed, words),
    longestNext,
    ...countSentences(counts, words),
  ];
}

function downloadingText(count: number, speed: number | null, { t, format }: Words): string {
  return speed === null
    ? t("summary.downloading", { count })
    : t("summary.downloadingAt", { count, speed: format.speed(speed) });
}

function nextText(seconds: number, { t, format }: Words): string {
  return seconds < MINUTE_S
    ? t("summary.nextSoon")
    : t("summary.next", { duration: format.duration(seconds) });
}

function countSentences({ asked, attention }: Summary["counts"], { t }: Words): string[] {
  return [
    ...(asked > 0 ? [t("summary.asked", { count: asked })] : []),
    ...(attention > 0 ? [t("summary.attention", { count: attention })] : []),
  ];
}
