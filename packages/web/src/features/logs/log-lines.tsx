import { memo, useEffect, useRef } from "react";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { CARD } from "../downloads/card-style.ts";
import { formatLogTime } from "./log-time.ts";
import type { LogLevel, LogLine } from "./log-line.ts";

const LOOKS: Readonly<Record<LogLevel, string>> = {
  debug: "text-muted",
  info: "text-accent",
  warn: "text-stuck",
  error: "text-failed",
};

/** This near to the end counts as reading the newest. */
const END_WITHIN_PX = 40;

interface LogLinesProps {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** Whether there are lines that the filters hide. */
  readonly isFiltered: boolean;
}

/** The lines in a window of their own, which follows the newest until somebody scrolls back. */
export function LogLines({ lines, isFiltered }: LogLinesProps) {
  const { t } = useAdminLocale();
  const view = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isAtEnd.current) view.current?.scrollTo({ top: view.current.scrollHeight });
    // Lines are not read here: that there are new ones is what moves the window.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- see above
  }, [lines]);
  return (
    <section
      ref={view}
      aria-label={t("logs.lines")}
      // Scrolled by keyboard as well.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a window that scrolls must be reachable
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < END_WITHIN_PX;
      }}
      className={`h-[max(20rem,calc(100dvh-30rem))] overflow-y-auto p-3 sm:h-[max(20rem,calc(100dvh-21rem))] ${CARD}`}
    >
      {lines.length === 0 ? (
        <p className="p-4 text-center text-sm text-muted">
          {t(isFiltered ? "logs.noMatch" : "logs.empty")}
        </p>
      ) : (
        <ol lang="en" className="font-mono text-xs leading-relaxed">
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** A line never changes. Those outside the window cost no layout. */
const Line = memo(function Line({ line }: { readonly line: LogLine }) {
  const { t, tag } = useAdminLocale();
  return (
    <li className="flex gap-x-3 border-b border-line/60 py-1 [contain-intrinsic-size:auto_1.75rem] [content-visibility:auto] last:border-0 max-sm:flex-wrap">
      <span className="shrink-0 text-muted tabular-nums">
        {line.at === null ? "" : formatLogTime(line.at)}
      </span>
      <span lang={tag} className={`shrink-0 font-semibold sm:w-16 ${LOOKS[line.level]}`}>
        {t(`logs.lineLevel.${line.level}`)}
      </span>
      <span className="min-w-0 flex-1 wrap-anywhere max-sm:basis-full">
        {line.text}
        {line.details !== "" && <span className="text-muted"> {line.details}</span>}
      </span>
    </li>
  );
});
