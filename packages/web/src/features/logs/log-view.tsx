import { Eraser, Pause, Play, ShieldOff } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Message } from "../../ui/message.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { filterLines } from "./log-filter.ts";
import { LOG_LEVELS, printLogLine, type LogLevel, type LogLine } from "./log-line.ts";
import { LogLines } from "./log-lines.tsx";
import { LogState } from "./log-state.tsx";
import { useLog, type LogSource } from "./use-log.ts";

interface LogViewProps {
  readonly source: LogSource;
  /** What chooses the source, in the row of the filters. */
  readonly children: ReactNode;
}

/** One log: filters above, lines below. While it is paused the lines stand still, and new ones are counted. */
export function LogView({ source, children }: LogViewProps) {
  const { t } = useAdminLocale();
  const { lines, connection, clear } = useLog(source);
  const [held, setHeld] = useState<readonly LogLine[] | null>(null);
  const [level, setLevel] = useState<LogLevel>("debug");
  const [query, setQuery] = useState("");
  const all = held ?? lines;
  const shown = useMemo(() => filterLines(all, level, query), [all, level, query]);
  const lastHeld = held?.at(-1)?.id ?? 0;
  const waiting = held === null ? 0 : lines.filter(({ id }) => id > lastHeld).length;

  if (connection === "refused") {
    return (
      <>
        <div className="flex">{children}</div>
        <Message icon={ShieldOff} title={t("logs.refused.title")} text={t("logs.refused.text")} />
      </>
    );
  }
  return (
    <div className="grid gap-4">
      <div className="grid items-center gap-3 sm:grid-cols-[auto_1fr_auto]">
        {children}
        <SearchField value={query} hint={t("logs.filter")} onChange={setQuery} />
        <SelectField
          label={t("logs.level")}
          value={level}
          options={LOG_LEVELS.map((value) => ({ value, text: t(`logs.level.${value}`) }))}
          onChange={setLevel}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <LogState
          connection={connection}
          count={all.length}
          shown={shown.length}
          waiting={waiting}
        />
        <div className="ms-auto flex flex-wrap gap-2">
          <Button
            className="text-sm"
            aria-pressed={held !== null}
            onClick={() => setHeld(held === null ? lines : null)}
          >
            {held === null ? (
              <Pause aria-hidden className="size-4" />
            ) : (
              <Play aria-hidden className="size-4" />
            )}
            {t(held === null ? "logs.pause" : "logs.resume")}
          </Button>
          <CopyButton
            isDisabled={shown.length === 0}
            text={() => shown.map(printLogLine).join("\n")}
          />
          <Button
            className="text-sm"
            disabled={all.length === 0}
            onClick={() => {
              clear();
              if (held !== null) setHeld([]);
            }}
          >
            <Eraser aria-hidden className="size-4" />
            {t("logs.clear")}
          </Button>
        </div>
      </div>
      <LogLines lines={shown} isFiltered={all.length > 0} />
    </div>
  );
}
