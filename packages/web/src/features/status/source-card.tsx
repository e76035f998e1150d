import type { StatusSource } from "@sofarr/contract";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { explainTrouble, SERVER_LANGUAGE } from "../../i18n/explain-trouble.ts";
import { Facts } from "../../ui/facts.tsx";
import { Pill, type PillTone } from "../../ui/pill.tsx";
import { useNow } from "../../ui/use-now.ts";
import { CARD } from "../downloads/card-style.ts";
import { kindName } from "./kind-name.ts";

const TONES: Readonly<Record<StatusSource["state"], PillTone>> = {
  ok: "good",
  stale: "stuck",
  failed: "failed",
  never: "plain",
};

interface SourceCardProps {
  readonly source: StatusSource;
  /** When the server said so, by this browser's clock, ms. */
  readonly readAt: number;
}

/** One service: how it is, how old and how quick what it says is, and in trouble what to do. */
export function SourceCard({ source, readAt }: SourceCardProps) {
  const { t } = useAdminLocale();
  return (
    <li className={`flex flex-col ${CARD}`}>
      <div className="flex items-start justify-between gap-3 px-4 pt-4">
        <div className="min-w-0">
          <h3 className="leading-snug font-bold wrap-anywhere">{source.name}</h3>
          {kindName(source.type) !== source.name && (
            <p className="text-sm text-muted">{kindName(source.type)}</p>
          )}
        </div>
        <Pill tone={TONES[source.state]}>{t(`status.state.${source.state}`)}</Pill>
      </div>
      <div className="mb-auto px-4 pt-3 pb-4">
        <SourceFacts source={source} readAt={readAt} />
      </div>
      {source.lastError !== null && <Trouble source={source} error={source.lastError} />}
    </li>
  );
}

function SourceFacts({ source, readAt }: SourceCardProps) {
  const { t, format } = useAdminLocale();
  const now = useNow();
  const { ageSeconds, latencyMs, items } = source;
  const age = ageSeconds === null ? null : ageSeconds + Math.max(0, (now - readAt) / 1000);
  return (
    <Facts
      facts={[
        {
          name: t("status.lastRead"),
          text:
            age === null
              ? t("status.neverRead")
              : t("status.ago", { age: format.age(Math.floor(age)) }),
        },
        {
          name: t("status.took"),
          text: latencyMs === null ? t("status.unknown") : format.milliseconds(latencyMs),
        },
        { name: t("status.items"), text: format.number(items) },
      ]}
    />
  );
}

interface TroubleProps {
  readonly source: StatusSource;
  readonly error: NonNullable<StatusSource["lastError"]>;
}

/** What is wrong and what to do; where the page is in another language than the server, its exact words as well. */
function Trouble({ source, error }: TroubleProps) {
  const { t, tag, format } = useAdminLocale();
  const now = useNow();
  const code = explainTrouble(source.reason);
  const isTranslated = code !== null && tag !== SERVER_LANGUAGE;
  const advice =
    code !== null && (isTranslated || source.advice === null) ? t(`advice.${code}`) : source.advice;
  const lang = isTranslated ? undefined : SERVER_LANGUAGE;
  const ground = source.state === "failed" ? "bg-failed-soft" : "bg-stuck-soft";
  return (
    <div className={`grid gap-2 border-t border-line px-4 py-3 text-sm leading-snug ${ground}`}>
      <p lang={lang} className="font-medium wrap-anywhere first-letter:uppercase">
        {isTranslated ? t(`trouble.${code}`) : error.message}
      </p>
      <p>
        {t("status.since")} {format.clock(Date.parse(error.since), now)} ·{" "}
        {t("status.failures", { count: error.failures })}
      </p>
      {advice !== null && (
        <p className="wrap-anywhere">
          <span className="font-semibold">{t("status.whatToDo")}:</span>{" "}
          <span lang={lang}>{advice}</span>
        </p>
      )}
      {isTranslated && (
        <p className="wrap-anywhere">
          {t("status.inEnglish")}:{" "}
          <span lang={SERVER_LANGUAGE}>
            {error.message} {source.advice}
          </span>
        </p>
      )}
    </div>
  );
}
