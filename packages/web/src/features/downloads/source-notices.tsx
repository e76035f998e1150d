import type { SourceState } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import type { Locale } from "../../i18n/locale-context.tsx";
import { isDownloadClient, troubledSources } from "../../state/freshness.ts";
import { SourcesNotice } from "../../ui/sources-notice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { useLive } from "../live/live-context.ts";

/** Which sources are silent and what that means for what is shown. Nothing while all answer. */
export function SourceNotices() {
  const locale = useLocale();
  const dashboard = useObservable(useLive().store);
  const now = useNow();
  if (dashboard === null) return null;
  return (
    <SourcesNotice
      label={locale.t("source.notice.label")}
      isAdmin={dashboard.isAdmin}
      sources={troubledSources(dashboard).map((source) => ({
        id: source.id,
        text: noticeText(source, isDownloadClient(source, dashboard), now, locale),
        reason: source.reason,
      }))}
    />
  );
}

function noticeText(
  source: SourceState,
  isClient: boolean,
  now: number,
  { t, format }: Locale,
): string {
  const { name } = source;
  if (source.state === "stale" && source.lastSuccessAt !== null) {
    const time = format.clock(Date.parse(source.lastSuccessAt), now);
    return isClient ? t("source.client.stale", { name, time }) : t("source.other.stale", { name });
  }
  return isClient ? t("source.client.failed", { name }) : t("source.other.failed", { name });
}
