import type { NormalizedDownload } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import { breakable, isNamedByRelease } from "../../format/title.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { hasAllData } from "../../state/groups.ts";
import { originalMessages } from "./reasons.ts";
import { sizeText } from "./size-text.ts";

export interface Detail {
  readonly name: string;
  readonly text: string;
}

/**
 * The facts of a download, also those its card or row has no room for, with a name each; those nobody knows are left out.
 *
 * @param isStale  the numbers are old: no time of arrival is worked out of them.
 * @param now      ms
 */
export function detailsOf(
  download: NormalizedDownload,
  isStale: boolean,
  now: number,
  { t, format }: { readonly t: Translate; readonly format: Format },
): Detail[] {
  const isWhole = hasAllData(download); // Who else has it matters only until it is here.
  const details: [name: string, text: string | null | undefined][] = [
    [t("details.release"), isNamedByRelease(download) ? null : breakable(download.title)],
    [t("details.ready"), isStale ? null : readyText()],
    [t("details.size"), sizeText(download, { t, format })],
    [t("details.quality"), download.quality],
    [t("details.client"), download.instanceName],
    [t("details.availability"), isWhole ? null : percentText(download.availability)],
    [t("details.swarm"), isWhole ? null : swarmText()],
    [t("details.added"), addedText()],
    [t("details.category"), download.category],
    [t("details.indexer"), download.indexer],
    [t("details.labels"), download.tagBadges?.map(({ label }) => label).join(", ")],
    [t("details.path"), download.savePath],
    [t("details.said"), originalMessages(download).join("\n")],
  ];
  return details.flatMap(([name, text]) => (text ? [{ name, text }] : []));

  function readyText(): string | null {
    if (download.eta === null) return null;
    return t("details.readyAt", { time: format.clock(now + download.eta * 1000, now) });
  }

  function percentText(percent: number | null): string | null {
    return percent === null ? null : format.percent(percent);
  }

  function swarmText(): string | null {
    if (download.seeders === null || download.peers === null) return null;
    return t("details.swarmText", { seeders: download.seeders, peers: download.peers });
  }

  function addedText(): string | null {
    const addedAt = Date.parse(download.addedOn ?? "");
    if (Number.isNaN(addedAt)) return null;
    return t("details.addedAgo", { age: format.age(Math.max(0, (now - addedAt) / 1000)) });
  }
}
