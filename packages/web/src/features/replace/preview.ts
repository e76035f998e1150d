import type { NormalizedDownload } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

/** What finding another copy will do, step by step, one sentence each. */
export function previewOf(
  download: NormalizedDownload,
  { t, format }: { readonly t: Translate; readonly format: Pick<Format, "bytes"> },
): string[] {
  const lost = download.downloaded > 0 ? format.bytes(download.downloaded) : null;
  return [
    t("replace.step.remove", { client: download.instanceName }),
    ...(lost === null ? [] : [t("replace.step.lost", { size: lost })]),
    searchStep(download, t),
    t("replace.step.then"),
  ];
}

function searchStep({ arrContentType, episodes }: NormalizedDownload, t: Translate): string {
  if (arrContentType === "movie") return t("replace.step.searchMovie");
  // A pack whose episodes nobody named is searched for all the same.
  return t("replace.step.searchEpisodes", { count: Math.max(1, episodes.length) });
}
