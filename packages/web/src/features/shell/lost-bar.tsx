import { CloudOff, Hand } from "lucide-react";

import type { Connection } from "../../api/stream.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { useLive } from "../live/live-context.ts";

/** While the connection is lost and old data is on the page: says so and why, at the foot, where it moves nothing. */
export function LostBar() {
  const { store, connection, retry } = useLive();
  const state = useObservable(connection);
  const hasData = useObservable(store) !== null;
  return state.kind === "lost" && hasData ? <Bar {...state} onRetry={retry} /> : null;
}

type Lost = Extract<Connection, { kind: "lost" }>;

interface BarProps extends Pick<Lost, "since" | "because"> {
  readonly onRetry: () => void;
}

function Bar({ since, because, onRetry }: BarProps) {
  const { t, format } = useLocale();
  const now = useNow();
  return (
    <aside
      aria-label={t(because === "cut" ? "lamp.lost" : "lamp.held")}
      className="fixed inset-x-0 bottom-(--foot-height) z-10 flex justify-center p-4"
    >
      <div className="flex max-w-2xl items-center gap-3 rounded-2xl border border-line bg-surface p-3 ps-4 shadow-panel">
        {because === "cut" ? (
          <CloudOff aria-hidden className="size-5 shrink-0 text-failed" />
        ) : (
          <Hand aria-hidden className="size-5 shrink-0 text-stuck" />
        )}
        <p className="text-sm leading-snug text-pretty">
          {because === "cut"
            ? t("connection.lostSince", { time: format.clock(since, now) })
            : t(`connection.${because}`)}
        </p>
        <Button onClick={onRetry} className="shrink-0 text-sm">
          {t("app.retry")}
        </Button>
      </div>
    </aside>
  );
}
