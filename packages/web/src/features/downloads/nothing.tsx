import { CloudOff, Coffee, Hand, Hourglass, SearchX, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";

import { useLocale } from "../../i18n/locale-context.tsx";
import { isComplete } from "../../state/freshness.ts";
import { Button } from "../../ui/button.tsx";
import { buttonLook } from "../../ui/button-look.ts";
import { Message } from "../../ui/message.tsx";
import { useObservable } from "../../ui/use-observable.ts";
import { useDashboard, useLive } from "../live/live-context.ts";

/** Before the first frame: `fallback` while there is hope, then the plain truth and a way to try again. */
export function NotConnected({ fallback }: { readonly fallback: ReactNode }) {
  const { t } = useLocale();
  const { connection, retry } = useLive();
  const state = useObservable(connection);
  if (state.kind !== "lost") return fallback;
  const words = {
    cut: { icon: CloudOff, title: t("app.unreachable.title"), text: t("app.unreachable.text") },
    pages: { icon: Hand, title: t("held.pages.title"), text: t("held.pages.text") },
    calls: { icon: Hand, title: t("held.calls.title"), text: t("held.calls.text") },
  };
  return (
    <Message {...words[state.because]}>
      <Button look="primary" onClick={retry}>
        {t("app.retry")}
      </Button>
    </Message>
  );
}

/** There is something, but nothing that fits the search and filters. */
export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const { t } = useLocale();
  return (
    <Message icon={SearchX} title={t("noMatch.title")} text={t("noMatch.text")}>
      <Button look="primary" onClick={onClear}>
        {t("noMatch.clear")}
      </Button>
    </Message>
  );
}

/** An empty list, and whether that is the whole truth: not while a download client could not be read. */
export function NothingThere({ isEveryone }: { readonly isEveryone: boolean }) {
  const { t } = useLocale();
  const truth = useDashboard((dashboard) => {
    if (dashboard === null || isComplete(dashboard)) return "empty";
    const isFirstLook = dashboard.sources.some((source) => source.state === "never");
    return isFirstLook ? "waiting" : "unsure";
  });
  if (truth === "waiting") {
    return <Message icon={Hourglass} title={t("waiting.title")} text={t("waiting.text")} />;
  }
  if (truth === "unsure") {
    return <Message icon={Unplug} title={t("unsure.title")} text={t("unsure.text")} />;
  }
  return (
    <Message
      icon={Coffee}
      title={t("empty.title")}
      text={t(isEveryone ? "empty.everyoneText" : "empty.text")}
    >
      <div className="flex flex-wrap justify-center gap-3">
        <WayTo path="/history" name={t("empty.finished")} isEveryone={isEveryone} />
        <WayTo path="/requests" name={t("empty.requests")} isEveryone={isEveryone} />
      </div>
    </Message>
  );
}

interface WayToProps {
  readonly path: string;
  readonly name: string;
  readonly isEveryone: boolean;
}

/** Where else it may be, when it is not here. */
function WayTo({ path, name, isEveryone }: WayToProps) {
  return (
    <Link href={isEveryone ? `${path}?everyone=1` : path} className={buttonLook("outline")}>
      {name}
    </Link>
  );
}
