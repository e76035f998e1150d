import type { NormalizedDownload } from "@sofarr/contract";
import { useEffect, useState } from "react";

import { titleOf } from "../../format/title.ts";
import { useLocale, type Locale } from "../../i18n/locale-context.tsx";
import { happenings, type Happenings } from "../../state/announcements.ts";
import { useLive } from "../live/live-context.ts";

/** Says in a calm voice what finished and what got into trouble; numbers ticking by are silence. */
export function Announcer() {
  const locale = useLocale();
  const { store } = useLive();
  const [text, setText] = useState("");
  useEffect(() => {
    let before = store.get();
    return store.subscribe(() => {
      const after = store.get();
      const sentences = sentencesOf(happenings(before, after), locale);
      before = after;
      if (sentences.length > 0) setText(sentences.join(" "));
    });
  }, [store, locale]);
  return <output className="sr-only">{text}</output>;
}

function sentencesOf({ finished, troubled }: Happenings, { t }: Locale): string[] {
  return [
    sentence(
      finished,
      (title) => t("announce.finished", { title }),
      (count) => t("announce.finishedMany", { count }),
    ),
    sentence(
      troubled,
      (title) => t("announce.troubled", { title }),
      (count) => t("announce.troubledMany", { count }),
    ),
  ].filter((text) => text !== null);
}

/** One is named; several are counted, for a list of names read aloud is no help. */
function sentence(
  downloads: readonly NormalizedDownload[],
  one: (title: string) => string,
  many: (count: number) => string,
): string | null {
  const [first] = downloads;
  if (first === undefined) return null;
  return downloads.length === 1 ? one(titleOf(first)) : many(downloads.length);
}
