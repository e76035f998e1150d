import type { NormalizedDownload } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { troubleGround } from "./card-style.ts";
import { reasonText } from "./reason-text.ts";
import { reasonsOf } from "./reasons.ts";

/** Why a download does not get on, in words; nothing for one that does. */
export function CardReasons({ download }: { readonly download: NormalizedDownload }) {
  const locale = useLocale();
  const reasons = reasonsOf(download);
  if (reasons.length === 0) return null;
  const ground = troubleGround(download);
  return (
    <ul className={`grid gap-1 border-t border-line px-4 py-3 text-sm leading-snug ${ground}`}>
      {reasons.map((reason) => {
        const text = reasonText(reason, locale);
        return (
          <li key={text} className="text-pretty wrap-anywhere">
            {text}
          </li>
        );
      })}
    </ul>
  );
}
