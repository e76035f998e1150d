import type { SourceState } from "@sofarr/contract";

import { useLocale, type Locale } from "../../i18n/locale-context.tsx";
import { isTroubled } from "../../state/freshness.ts";
import { Notice } from "../../ui/notice.tsx";
import { useNowMinute } from "../../ui/use-now.ts";

/** Which Ombi does not answer, since when, and why. Nothing while all do. */
export function OmbiNotice({ sources }: { readonly sources: readonly SourceState[] }) {
  const locale = useLocale();
  const now = useNowMinute();
  const troubled = sources.filter(isTroubled);
  if (troubled.length === 0) return null;
  return (
    <section aria-label={locale.t("list.incomplete")} className="mb-5">
      <Notice tone="stuck">
        <ul className="grid gap-2">
          {troubled.map((source) => (
            <li key={source.id} className="text-pretty">
              <span className="font-medium">{noticeText(source, now, locale)}</span>{" "}
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

function noticeText({ name, lastSuccessAt }: SourceState, now: number, { t, format }: Locale) {
  return lastSuccessAt === null
    ? t("requests.unread.failed", { name })
    : t("requests.unread.stale", { name, time: format.clock(Date.parse(lastSuccessAt), now) });
}
