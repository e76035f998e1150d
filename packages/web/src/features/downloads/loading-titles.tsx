import type { ReactNode } from "react";

import { useLocale } from "../../i18n/locale-context.tsx";
import { CARD } from "./card-style.ts";

interface LoadingTitlesProps {
  /** As the cards will be laid out. */
  readonly grid: string;
  /** Sets the width of the poster-to-be. */
  readonly posterClass: string;
  /** What will stand beside the poster. */
  readonly children: ReactNode;
}

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Cards-to-be under a heading-to-be, in the place and size of real ones; see `TitleCard`. */
export function LoadingTitles({ grid, posterClass, children }: LoadingTitlesProps) {
  const { t } = useLocale();
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("list.loading")}</p>
      <div aria-hidden className="animate-breathe">
        <div className="mb-3 h-7 w-24 rounded-md bg-raised" />
        <div className={grid}>
          {PLACEHOLDERS.map((number) => (
            <div key={number} className={`${CARD} flex gap-3.5 p-3`}>
              <div className={`aspect-2/3 shrink-0 rounded-lg bg-raised ${posterClass}`} />
              <div className="flex flex-1 flex-col gap-2.5">{children}</div>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
