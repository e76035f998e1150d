import type { SourceState } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import type { Locale } from "../../i18n/locale-context.tsx";
import { isDownloadClient, troubledSources } from "../../state/freshness.ts";
import { Notice } from "../../ui/notice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { useLive } from "../live/live-context.ts";

/** Above the list: which sources are silent and what that means for what is shown. Nothing while all answer. */
export function SourceNotices() {
  const locale = useLocale();
  const dashboard = useObservable(useLive().store);
  const now = useNow();
  const troubled = dashboard === null ? [] : troubledSources(dashboard);
  if (dashboard === null || troubled.length === 0) return null;
  return (
    <section aria-label={locale.t("source.notice.label")} className="mb-5">
      <Notice tone="stuck">
        <ul className="grid gap-2">
          {troubled.map((source) => (
            <li key={source.id} className="text-pretty">
              <span className="font-medium">
                {noticeText(source, isDownloadClient(source, dashboard), now, locale)}
              </span>{" "}
              {source.reason !== null && (
                <span className="wrap-anywhere text-muted">{source.reason}</span>
              )}
            </li>
          ))}
        </ul>
      </Notice>
    </section>
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
