import type { Storage } from "@sofarr/contract";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useNow } from "../../ui/use-now.ts";

/** What is wrong with the place where sessions and counters are kept; nothing while all is well. */
export function StorageNotices({ storage }: { readonly storage: Storage }) {
  const { t } = useAdminLocale();
  const { trouble, setAside } = storage;
  if (trouble === null && setAside === null) return null;
  return (
    <div className="grid gap-3">
      {trouble !== null && <Trouble title={t("status.notKept")} tone="failed" {...trouble} />}
      {setAside !== null && <Trouble title={t("status.setAside")} tone="stuck" {...setAside} />}
    </div>
  );
}

interface TroubleProps {
  readonly title: string;
  readonly tone: "failed" | "stuck";
  readonly message: string;
  readonly advice: string;
  readonly since: string;
}

/** The server's own words are English, whatever the page's language is. */
function Trouble({ title, tone, message, advice, since }: TroubleProps) {
  const { t, format } = useAdminLocale();
  const now = useNow();
  return (
    <Notice tone={tone}>
      <div className="grid max-w-prose gap-1.5 text-pretty wrap-anywhere">
        <p className="font-semibold">{title}</p>
        <p lang="en">{message}</p>
        <p>
          {t("status.since")} {format.clock(Date.parse(since), now)}
        </p>
        <p>
          <span className="font-semibold">{t("status.whatToDo")}:</span>{" "}
          <span lang="en">{advice}</span>
        </p>
      </div>
    </Notice>
  );
}
