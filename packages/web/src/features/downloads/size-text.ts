import type { NormalizedDownload } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { hasAllData } from "../../state/groups.ts";

/** "1.2 GB of 4.6 GB", the size alone once all is here, `null` while it is unknown. */
export function sizeText(
  download: NormalizedDownload,
  { t, format }: { readonly t: Translate; readonly format: Format },
): string | null {
  if (download.size === 0) return null;
  const size = format.bytes(download.size);
  return hasAllData(download)
    ? size
    : t("card.sizeOf", { downloaded: format.bytes(download.downloaded), size });
}
