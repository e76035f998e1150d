import type { AwaitedTitle } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

/** How far it is, in a sentence: what happens next, and when, as far as anybody knows. @param now ms */
export function awaitedText(
  { stage, until }: Pick<AwaitedTitle, "stage" | "until">,
  now: number,
  { t, format }: { readonly t: Translate; readonly format: Pick<Format, "clock" | "day"> },
): string {
  const at = Date.parse(until ?? "");
  // What should have happened by now may happen at any time, and nobody knows when.
  const isAhead = at > now;
  switch (stage) {
    case "unreleased":
      return isAhead
        ? t("awaited.unreleasedUntil", { day: format.day(at, now).text })
        : t("awaited.unreleased");
    case "held":
      return isAhead ? t("awaited.heldUntil", { time: format.clock(at, now) }) : t("awaited.held");
    case "unapproved":
    case "approved":
    case "searching":
    case "partly":
    case "clientAway":
      return t(`awaited.${stage}`);
    default:
      return stage satisfies never;
  }
}
