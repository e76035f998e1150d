import type { AwaitedTitle, NormalizedDownload } from "@sofarr/contract";

import { episodeText } from "../../format/episodes.ts";
import type { Translate } from "../../i18n/catalogue.ts";

/** What stands below the title: which episodes of a series, which year of a movie. `null` when neither is known. */
export function subtitleOf(
  download: NormalizedDownload | AwaitedTitle,
  t: Translate,
): string | null {
  const episodes = episodeText(download, {
    season: (season) => t("episodes.season", { season }),
    seasons: (first, last) => t("episodes.seasons", { first, last }),
    specials: () => t("episodes.specials"),
  });
  return episodes ?? (download.year === null ? null : String(download.year));
}
