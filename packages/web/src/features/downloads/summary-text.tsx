import { useLocale } from "../../i18n/locale-context.tsx";
import { useObservable } from "../../ui/use-observable.ts";
import { useDashboard, useLive } from "../live/live-context.ts";
import { summarySentences } from "./summary-sentences.ts";

/** The whole list in one or two sentences. Its line is there before the words are, so nothing moves. */
export function SummaryText() {
  const locale = useLocale();
  const isLost = useObservable(useLive().connection).kind === "lost";
  const text = useDashboard((dashboard) =>
    dashboard === null ? "" : summarySentences(dashboard, isLost, locale).join(" "),
  );
  return <p className="mt-1.5 min-h-6 text-pretty text-muted tabular-nums">{text}</p>;
}
