import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

const MINUTE_S = 60;
const WEEK_S = 7 * 86_400;

/** A time to go as a person says it: "about 12 min". Beyond a week nobody can tell. */
export function etaText(seconds: number, t: Translate, format: Pick<Format, "duration">): string {
  if (seconds < MINUTE_S) return t("eta.soon");
  if (seconds > WEEK_S) return t("eta.long");
  return t("eta.about", { duration: format.duration(seconds) });
}
