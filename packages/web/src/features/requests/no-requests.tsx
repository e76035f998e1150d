import type { SourceState } from "@sofarr/contract";
import { Hourglass, Lightbulb, Unplug, Sparkles } from "lucide-react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { Message } from "../../ui/message.tsx";

interface NoRequestsProps {
  readonly sources: readonly SourceState[];
  readonly isAdmin: boolean;
  readonly isEveryone: boolean;
}

/** Why there is nothing: no Ombi at all, none read yet, one that cannot be read, or simply nothing asked for. */
export function NoRequests({ sources, isAdmin, isEveryone }: NoRequestsProps) {
  const { t } = useLocale();
  if (sources.length === 0) {
    const text = isAdmin ? "requests.none.adminText" : "requests.none.text";
    return <Message icon={Lightbulb} title={t("requests.none.title")} text={t(text)} />;
  }
  if (sources.some((source) => source.state === "never")) {
    const [title, text] = [t("requests.waiting.title"), t("requests.waiting.text")];
    return <Message icon={Hourglass} title={title} text={text} />;
  }
  if (sources.some((source) => source.state !== "ok")) {
    const [title, text] = [t("requests.unsure.title"), t("requests.unsure.text")];
    return <Message icon={Unplug} title={title} text={text} />;
  }
  const text = isEveryone ? "requests.empty.everyoneText" : "requests.empty.text";
  return <Message icon={Sparkles} title={t("requests.empty.title")} text={t(text)} />;
}
