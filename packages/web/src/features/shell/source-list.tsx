import type { SourceState } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { sourceAgeSeconds } from "../../state/freshness.ts";
import { useNow } from "../../ui/use-now.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { useLive } from "../live/live-context.ts";

const LIGHT: Readonly<Record<SourceState["state"], string>> = {
  ok: "bg-done",
  stale: "bg-stuck",
  failed: "bg-failed",
  never: "bg-edge",
};

/** Every source by name: how old what it said is, or why it says nothing. */
export function SourceList() {
  const { t } = useLocale();
  const dashboard = useObservable(useLive().store);
  const now = useNow();
  return (
    <div className="grid gap-2 p-2">
      <h2 className="px-1 font-display font-bold">{t("lamp.panel.title")}</h2>
      {dashboard === null ? (
        <p className="px-1 text-sm text-muted">{t("lamp.panel.empty")}</p>
      ) : (
        <ul className="grid">
          {dashboard.sources.map((source) => (
            <SourceRow
              key={source.id}
              source={source}
              ageSeconds={sourceAgeSeconds(source, dashboard, now)}
              now={now}
              showsReason={dashboard.isAdmin}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface SourceRowProps {
  readonly source: SourceState;
  readonly ageSeconds: number | null;
  readonly now: number;
  /** Technical and in English: for admins. */
  readonly showsReason: boolean;
}

function SourceRow({ source, ageSeconds, now, showsReason }: SourceRowProps) {
  const { t, format } = useLocale();
  const age = ageSeconds === null ? "" : format.age(ageSeconds);
  const texts: Readonly<Record<SourceState["state"], string>> = {
    ok: t("source.ok", { age }),
    never: t("source.never"),
    failed: t("source.failed"),
    stale: t("source.stale", {
      time: format.clock(Date.parse(source.lastSuccessAt ?? "") || 0, now),
    }),
  };
  return (
    <li className="grid grid-cols-[auto_1fr_auto] items-baseline gap-x-3 rounded-lg px-1 py-2 text-sm">
      <span aria-hidden className={`size-2.5 rounded-full ${LIGHT[source.state]}`} />
      <span className="min-w-0 font-medium wrap-anywhere">{source.name}</span>
      <span className="text-muted tabular-nums">{texts[source.state]}</span>
      {showsReason && source.reason !== null && source.state !== "ok" && (
        <span lang="en" className="col-span-2 col-start-2 text-pretty wrap-anywhere text-muted">
          {source.reason}
        </span>
      )}
    </li>
  );
}
