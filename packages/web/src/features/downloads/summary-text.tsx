import { useLocale } from "../../i18n/locale-context.tsx";
import { SteadyText } from "../../ui/steady-text.tsx";
import { useObservable } from "../../ui/use-observable.ts";
import { useLive } from "../live/live-context.ts";
import { longestSentences, summarySentences } from "./summary-sentences.ts";

/**
 * The whole list in a few sentences. Their lines are there before the words are, and as many as they ever take while
 * the next time to go ticks, so that nothing moves.
 */
export function SummaryText() {
  const locale = useLocale();
  const { store, connection } = useLive();
  const isLost = useObservable(connection).kind === "lost";
  const dashboard = useObservable(store);
  const text = dashboard === null ? [] : summarySentences(dashboard, isLost, locale);
  const longest = dashboard === null ? [] : longestSentences(dashboard, locale);
  return (
    <p className="min-h-[2lh] text-pretty text-muted tabular-nums sm:min-h-[1lh]">
      <SteadyText text={text.join(" ")} longest={longest.join(" ")} />
    </p>
  );
}
