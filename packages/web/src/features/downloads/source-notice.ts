import type { SourceState } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

/** What a source adds to the page, besides the downloads themselves. One of another kind is taken for an *arr. */
const ROLES: Readonly<Record<string, "requests" | "people">> = {
  ombi: "requests",
  emby: "people",
  jellyfin: "people",
  "media-server": "people",
};

/**
 * What the silence of a source means for what is shown, in a sentence or two: only what it really brings is old.
 *
 * @param isClient  a download client, whose downloads are the list itself.
 * @param now       ms.
 */
export function sourceNotice(
  source: SourceState,
  isClient: boolean,
  now: number,
  { t, format }: { readonly t: Translate; readonly format: Pick<Format, "clock"> },
): string {
  const { name, lastSuccessAt } = source;
  const isStale = source.state === "stale" && lastSuccessAt !== null;
  if (isClient) {
    return isStale
      ? t("source.client.stale", { name, time: format.clock(Date.parse(lastSuccessAt), now) })
      : t("source.client.failed", { name });
  }
  const role = Object.hasOwn(ROLES, source.type) ? ROLES[source.type] : undefined;
  return t(`source.${role ?? "other"}.${isStale ? "stale" : "failed"}`, { name });
}
