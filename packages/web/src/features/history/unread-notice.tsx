import type { UnreadHistory } from "@sofarr/contract";

import { useLocale, type Locale } from "../../i18n/locale-context.tsx";
import { SourcesNotice } from "../../ui/sources-notice.tsx";
import { useNowMinute } from "../../ui/use-now.ts";

interface UnreadNoticeProps {
  readonly unread: readonly UnreadHistory[];
  readonly isAdmin: boolean;
}

/** Which instances are missing from the page, or on it as they once were. Nothing while all were read. */
export function UnreadNotice({ unread, isAdmin }: UnreadNoticeProps) {
  const locale = useLocale();
  const now = useNowMinute();
  return (
    <SourcesNotice
      label={locale.t("list.incomplete")}
      isAdmin={isAdmin}
      sources={unread.map((one) => ({
        id: one.instanceId,
        text: noticeText(one, now, locale),
        reason: one.reason,
      }))}
    />
  );
}

function noticeText(
  { instanceName: name, asOf, missingBefore }: UnreadHistory,
  now: number,
  { t, format }: Locale,
): string {
  if (asOf === null) return t("history.unread", { name });
  const time = format.clock(Date.parse(asOf), now);
  if (missingBefore === null) return t("history.stale", { name, time });
  const since = format.clock(Date.parse(missingBefore), now);
  return t("history.staleShort", { name, time, since });
}
