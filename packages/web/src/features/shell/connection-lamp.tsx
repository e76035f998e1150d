import { useLocale } from "../../i18n/locale-context.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useObservable } from "../../ui/use-observable.ts";
import { Panel } from "../../ui/panel.tsx";
import { SteadyText } from "../../ui/steady-text.tsx";
import { useLive } from "../live/live-context.ts";
import { lampOf, type Lamp } from "./lamp.ts";
import { SourceList } from "./source-list.tsx";

const PANEL_ID = "sources-panel";

const LIGHT: Readonly<Record<Lamp["look"], string>> = {
  connecting: "bg-edge animate-breathe",
  live: "bg-done",
  trouble: "bg-stuck",
  lost: "bg-failed animate-breathe",
  held: "bg-stuck animate-breathe",
};

/** A light and the age of the data; a press shows where the data comes from and how each source is. */
export function ConnectionLamp() {
  const { t } = useLocale();
  const { store, connection } = useLive();
  const lamp = lampOf(useObservable(connection), useObservable(store), useNow());
  const words = useLampWords(lamp);
  return (
    <>
      <button
        type="button"
        popoverTarget={PANEL_ID}
        className="flex min-h-11 min-w-11 items-center gap-2.5 rounded-xl px-3 text-sm font-medium whitespace-nowrap text-muted tabular-nums transition-colors hover:bg-raised hover:text-ink"
      >
        <span aria-hidden className={`size-2.5 shrink-0 rounded-full ${LIGHT[lamp.look]}`} />
        <span className="sr-only">{words.spokenFirst}</span>{" "}
        <SteadyText text={words.shown} longest={words.longest} className="truncate" />
        <span className="sr-only">. {t("lamp.spoken.open")}</span>
      </button>
      <Panel id={PANEL_ID} label={t("lamp.panel.title")}>
        <SourceList />
      </Panel>
    </>
  );
}

interface LampWords {
  readonly shown: string;
  /** The longest that this becomes while the age ticks. */
  readonly longest: string;
  /** What a screen reader says before it, where a bare age means nothing. */
  readonly spokenFirst: string;
}

/** An age that takes as much room as any. */
const LONG_AGE_S = 59;

function useLampWords(lamp: Lamp): LampWords {
  const { t, format } = useLocale();
  const age = lamp.ageSeconds === null ? null : format.age(lamp.ageSeconds);
  const longAge = format.age(LONG_AGE_S);
  const longest = t("lamp.age", { age: longAge });
  const ago = age === null ? t("lamp.waiting") : t("lamp.age", { age });
  switch (lamp.look) {
    case "connecting":
      return { shown: t("lamp.connecting"), longest, spokenFirst: "" };
    case "lost":
      return {
        shown: age === null ? t("lamp.lost") : t("lamp.lostAge", { age }),
        longest: t("lamp.lostAge", { age: longAge }),
        spokenFirst: "",
      };
    case "held":
      return {
        shown: age === null ? t("lamp.held") : t("lamp.heldAge", { age }),
        longest: t("lamp.heldAge", { age: longAge }),
        spokenFirst: "",
      };
    case "trouble":
      return {
        shown: ago,
        longest,
        spokenFirst: t("lamp.spoken.trouble", { count: lamp.troubled }),
      };
    case "live":
      return { shown: ago, longest, spokenFirst: t("lamp.spoken.live") };
    default:
      return lamp.look satisfies never;
  }
}
