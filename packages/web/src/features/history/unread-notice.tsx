import type { UnreadHistory } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { SourcesNotice } from "../../ui/sources-notice.tsx";

interface UnreadNoticeProps {
  readonly unread: readonly UnreadHistory[];
  readonly isAdmin: boolean;
}

/** Which instances are missing from the page. Nothing while all were read. */
export function UnreadNotice({ unread, isAdmin }: UnreadNoticeProps) {
  const { t } = useLocale();
  return (
    <SourcesNotice
      label={t("list.incomplete")}
      isAdmin={isAdmin}
      sources={unread.map(({ instanceId, instanceName, reason }) => ({
        id: instanceId,
        text: t("history.unread", { name: instanceName }),
        reason,
      }))}
    />
  );
}
