import type { UnreadHistory } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Which instances are missing from the page, and why. Nothing while all were read. */
export function UnreadNotice({ unread }: { readonly unread: readonly UnreadHistory[] }) {
  const { t } = useLocale();
  if (unread.length === 0) return null;
  return (
    <section aria-label={t("list.incomplete")} className="mb-5">
      <Notice tone="stuck">
        <ul className="grid gap-2">
          {unread.map(({ instanceId, instanceName, reason }) => (
            <li key={instanceId} className="text-pretty">
              <span className="font-medium">{t("history.unread", { name: instanceName })}</span>{" "}
              <span className="wrap-anywhere text-muted">{reason}</span>
            </li>
          ))}
        </ul>
      </Notice>
    </section>
  );
}
