import type { OmbiRequest } from "@sofarr/contract";
import { Link } from "wouter";

import { titleOf } from "../../format/title.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { DEFAULT_VIEW, printView } from "../../state/view-options.ts";
import { useNowMinute } from "../../ui/use-now.ts";
import { awaitedText } from "../downloads/awaited-text.ts";
import { whenText } from "../downloads/when-text.ts";
import { useDashboard } from "../live/live-context.ts";
import { progressOf } from "./request-progress.ts";

interface RequestProgressTextProps {
  readonly request: OmbiRequest;
  /** Whether the page, and the one it leads to, shows everyone's. */
  readonly isEveryone: boolean;
}

/** When it can be watched, as far as the live list knows, with the way to its download. */
export function RequestProgressText({ request, isEveryone }: RequestProgressTextProps) {
  const locale = useLocale();
  const now = useNowMinute();
  const progress = useDashboard((dashboard) => progressOf(request, dashboard));
  if (progress === null) return null;
  if ("stage" in progress) {
    return (
      <p className="mt-2 text-sm leading-snug text-pretty">{awaitedText(progress, now, locale)}</p>
    );
  }
  const view = { ...DEFAULT_VIEW, query: titleOf(progress), everyone: isEveryone };
  return (
    <>
      <p className="mt-2 text-sm leading-snug text-pretty">{whenText(progress, locale)}</p>
      <Link
        href={`/?${printView(view)}`}
        className="-mb-2 flex min-h-11 items-center text-sm font-semibold text-accent underline-offset-4 hover:underline"
      >
        {locale.t("requests.toDownload")}
      </Link>
    </>
  );
}
