import { ExternalLink } from "lucide-react";

import { outsideLink } from "../../api/outside-link.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { useDashboard } from "../live/live-context.ts";

/** The way to the media server, where it has an address for browsers. */
export function WatchLink() {
  const { t } = useLocale();
  const url = outsideLink(useDashboard((dashboard) => dashboard?.mediaServerUrl ?? null));
  if (url === null) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="-my-1.5 inline-flex min-h-11 items-center gap-1.5 text-sm font-semibold text-accent underline-offset-4 hover:underline"
    >
      {t("watch.open")}
      <ExternalLink aria-hidden className="size-4" />
    </a>
  );
}
