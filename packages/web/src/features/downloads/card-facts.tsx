import type { NormalizedDownload } from "@sofarr/contract";

import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { hasAllData } from "../../state/groups.ts";

interface CardFactsProps {
  readonly download: NormalizedDownload;
  readonly isStale: boolean;
}

/** The small print: how big and how fast, which quality, and where it comes from. What is unknown is left out. */
export function CardFacts({ download, isStale }: CardFactsProps) {
  const { t, format } = useLocale();
  const size = sizeText(download, t, format);
  const speed = download.status === "Downloading" && !isStale ? format.speed(download.speed) : null;
  return (
    <div className="min-w-0 flex-1 text-xs leading-4 text-muted tabular-nums">
      <FactLine facts={[size, speed]} />
      <FactLine facts={[download.quality, download.instanceName]} />
    </div>
  );
}

/** Broken between two facts rather than inside one. */
function FactLine({ facts }: { readonly facts: readonly (string | null)[] }) {
  const known = facts.filter((fact) => fact !== null && fact !== "");
  return (
    <p className="flex min-h-4 flex-wrap">
      {known.map((fact, at) => (
        <span key={fact} className="max-w-full wrap-break-word whitespace-pre-wrap">
          {fact}
          {at < known.length - 1 && " · "}
        </span>
      ))}
    </p>
  );
}

/** "1.2 GB of 4.6 GB", the size alone once all is here, `null` while it is unknown. */
function sizeText(download: NormalizedDownload, t: Translate, format: Format): string | null {
  if (download.size === 0) return null;
  const size = format.bytes(download.size);
  return hasAllData(download)
    ? size
    : t("card.sizeOf", { downloaded: format.bytes(download.downloaded), size });
}
