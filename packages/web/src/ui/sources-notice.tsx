import { Link } from "wouter";

import { explainTrouble, SERVER_LANGUAGE } from "../i18n/explain-trouble.ts";
import { useLocale } from "../i18n/locale-context.tsx";
import { Notice } from "./notice.tsx";

interface SourcesNoticeProps {
  readonly label: string;
  readonly sources: readonly {
    readonly id: string;
    /** What its silence means for what is shown. */
    readonly text: string;
    /** The server's sentence; `null` when there is none. */
    readonly reason: string | null;
  }[];
  /** For those who can do something about it: the reasons, and the way to the status. */
  readonly isAdmin: boolean;
}

/** Above a list: which sources are silent. Nothing while all answer. */
export function SourcesNotice({ label, sources, isAdmin }: SourcesNoticeProps) {
  const { t } = useLocale();
  if (sources.length === 0) return null;
  return (
    <section aria-label={label} className="mb-5">
      <Notice tone="stuck">
        <ul className="grid gap-2">
          {sources.map(({ id, text, reason }) => (
            <li key={id} className="text-pretty">
              <span className="font-medium">{text}</span>{" "}
              {isAdmin && reason !== null && <Reason reason={reason} />}
            </li>
          ))}
        </ul>
        {isAdmin && (
          <Link
            href="/admin"
            className="-mb-2 inline-flex min-h-11 items-center font-semibold underline underline-offset-4"
          >
            {t("source.notice.status")}
          </Link>
        )}
      </Notice>
    </section>
  );
}

/** In the person's language where the sentence is known, else as the server wrote it: in English. */
function Reason({ reason }: { readonly reason: string }) {
  const { t } = useLocale();
  const code = explainTrouble(reason);
  return (
    <span lang={code === null ? SERVER_LANGUAGE : undefined} className="wrap-anywhere text-muted">
      {code === null ? reason : t(`trouble.${code}`)}
    </span>
  );
}
