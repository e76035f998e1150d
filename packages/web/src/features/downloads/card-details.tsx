import { ExternalLink } from "lucide-react";
import type { NormalizedDownload } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { useNow } from "../../ui/use-now.ts";
import { ReplaceDetail } from "../replace/replace-row.tsx";
import { detailsOf } from "./details.ts";

interface CardDetailsProps {
  readonly download: NormalizedDownload;
  /** Whether its numbers are old, so that nothing may be promised from them. */
  readonly isStale: boolean;
}

/** All there is to know about one download, on demand. */
export function CardDetails({ download, isStale }: CardDetailsProps) {
  const locale = useLocale();
  const now = useNow();
  return (
    <div className="border-t border-line px-4 py-3.5">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {detailsOf(download, isStale, now, locale).map(({ name, text }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 wrap-anywhere whitespace-pre-line">{text}</dd>
          </div>
        ))}
      </dl>
      {download.arrLink !== null && (
        <a
          href={download.arrLink}
          target="_blank"
          rel="noreferrer"
          className="mt-1 inline-flex min-h-11 items-center gap-1.5 text-sm font-semibold text-accent underline-offset-4 hover:underline"
        >
          {locale.t(download.arrType === "movie" ? "details.openRadarr" : "details.openSonarr")}
          <ExternalLink aria-hidden className="size-4" />
        </a>
      )}
      <ReplaceDetail download={download} />
    </div>
  );
}
