import type { Locale } from "../../i18n/locale-context.tsx";
import type { Reason } from "./reasons.ts";

/** A reason as a sentence in the person's language. */
export function reasonText(reason: Reason, { t, format }: Locale): string {
  switch (reason.kind) {
    case "plain":
      return t(reason.key);
    case "available":
      return t("reason.partlyAvailable", { percent: format.percent(reason.percent) });
    case "quote":
      return reason.text;
    default:
      return reason satisfies never;
  }
}
