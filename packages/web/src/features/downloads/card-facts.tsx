import type { NormalizedDownload } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { sizeText } from "./size-text.ts";

interface CardFactsProps {
  readonly download: NormalizedDownload;
  readonly isStale: boolean;
}

/** The small print: how big and how fast, which quality, and where it comes from. What is unknown is left out. */
export function CardFacts({ download, isStale }: CardFactsProps) {
  const locale = useLocale();
  const size = sizeText(download, locale);
  const speed =
    download.status === "Downloading" && !isStale ? locale.format.speed(download.speed) : null;
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
