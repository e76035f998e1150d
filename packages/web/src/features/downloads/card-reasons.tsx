import type { NormalizedDownload } from "@sofarr/contract";

import { useLocale } from "../../i18n/locale-context.tsx";
import { troubleGround } from "./card-style.ts";
import { reasonText } from "./reason-text.ts";
import { reasonsOf } from "./reasons.ts";

/** Why a download does not get on, in words; nothing for one that does. */
export function CardReasons({ download }: { readonly download: NormalizedDownload }) {
  return (
    <Reasons
      download={download}
      className={`border-t border-line px-4 py-3 ${troubleGround(download)}`}
    />
  );
}

interface ReasonsProps {
  readonly download: NormalizedDownload;
  readonly className: string;
}

/** The same wherever else there is room for it. */
export function Reasons({ download, className }: ReasonsProps) {
  const locale = useLocale();
  const reasons = reasonsOf(download);
  if (reasons.length === 0) return null;
  return (
    <ul className={`grid gap-1 text-sm leading-snug ${className}`}>
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
