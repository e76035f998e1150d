import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Pill, type PillTone } from "../../ui/pill.tsx";
import type { LogConnection } from "./log-stream.ts";

type Shown = Exclude<LogConnection, "refused">;

const TONES: Readonly<Record<Shown, PillTone>> = {
  connecting: "plain",
  live: "good",
  lost: "failed",
  "no-room": "stuck",
};

interface LogStateProps {
  readonly connection: Shown;
  readonly count: number;
  /** How many of them fit the filters. */
  readonly shown: number;
  /** How many came since it was paused. */
  readonly waiting: number;
}

/** Whether the log is live, and how many lines are on the page. */
export function LogState({ connection, count, shown, waiting }: LogStateProps) {
  const { t } = useAdminLocale();
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted tabular-nums">
      <Pill tone={TONES[connection]}>{t(`logs.${connection}`)}</Pill>
      <span>
        {shown === count ? t("logs.shown", { count }) : t("logs.shownOf", { shown, count })}
      </span>
      {waiting > 0 && (
        <span className="font-semibold text-accent">{t("logs.waiting", { count: waiting })}</span>
      )}
    </p>
  );
}
