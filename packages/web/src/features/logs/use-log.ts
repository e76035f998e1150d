import { useEffect, useState } from "react";

import { serverUrl } from "../../api/base-url.ts";
import { addLines } from "./log-filter.ts";
import type { LogLine } from "./log-line.ts";
import { openLogStream, type LogConnection } from "./log-stream.ts";

export const LOG_SOURCES = ["server", "client"] as const;

export type LogSource = (typeof LOG_SOURCES)[number];

interface Log {
  readonly lines: readonly LogLine[];
  readonly connection: LogConnection;
  readonly clear: () => void;
}

/** The newest lines of one log, live while the caller is on the page; starts anew for another log. */
export function useLog(source: LogSource): Log {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [connection, setConnection] = useState<LogConnection>("connecting");
  useEffect(
    () =>
      openLogStream({
        open: () => new EventSource(serverUrl(`api/debug/${source}-logs`)),
        onLines: (added) => setLines((known) => addLines(known, added)),
        onConnection: setConnection,
      }),
    [source],
  );
  return { lines, connection, clear: () => setLines([]) };
}
