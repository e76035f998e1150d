import { useLocale } from "../../i18n/locale-context.tsx";
import { isDownloadClient, troubledSources } from "../../state/freshness.ts";
import { SourcesNotice } from "../../ui/sources-notice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { useLive } from "../live/live-context.ts";
import { sourceNotice } from "./source-notice.ts";

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
        text: sourceNotice(source, isDownloadClient(source, dashboard), now, locale),
        reason: source.reason,
      }))}
    />
  );
}
