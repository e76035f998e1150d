import type { SourceState } from "@sofarr/contract";

import { useLocale, type Locale } from "../../i18n/locale-context.tsx";
import { isTroubled } from "../../state/freshness.ts";
import { SourcesNotice } from "../../ui/sources-notice.tsx";
import { useNowMinute } from "../../ui/use-now.ts";

interface OmbiNoticeProps {
  readonly sources: readonly SourceState[];
  readonly isAdmin: boolean;
}

/** Which Ombi does not answer, and since when. Nothing while all do. */
export function OmbiNotice({ sources, isAdmin }: OmbiNoticeProps) {
  const locale = useLocale();
  const now = useNowMinute();
  return (
    <SourcesNotice
      label={locale.t("list.incomplete")}
      isAdmin={isAdmin}
      sources={sources.filter(isTroubled).map((source) => ({
        id: source.id,
        text: noticeText(source, now, locale),
        reason: source.reason,
      }))}
    />
  );
}

function noticeText({ name, lastSuccessAt }: SourceState, now: number, { t, format }: Locale) {
  return lastSuccessAt === null
    ? t("requests.unread.failed", { name })
    : t("requests.unread.stale", { name, time: format.clock(Date.parse(lastSuccessAt), now) });
}
