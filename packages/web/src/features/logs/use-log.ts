import { useEffect, useState } from "react";

import { useApi } from "../../api/api-context.tsx";
import { serverUrl } from "../../api/base-url.ts";
import { askRefusal } from "../../api/refusal.ts";
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
  const api = useApi();
  useEffect(() => {
    const path = `api/debug/${source}-logs`;
    return openLogStream({
      open: () => new EventSource(serverUrl(path)),
      askRefusal: () => askRefusal(api, path),
      onLines: (added) => setLines((known) => addLines(known, added)),
      onAnew: () => setLines([]),
      onConnection: setConnection,
      random: () => Math.random(),
    });
  }, [api, source]);
  return { lines, connection, clear: () => setLines([]) };
}
