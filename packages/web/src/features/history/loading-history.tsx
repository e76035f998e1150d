import { useLocale } from "../../i18n/locale-context.tsx";
import { CARD } from "../downloads/card-style.ts";
import { HISTORY_GRID } from "./history-style.ts";

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Cards-to-be, in the place and size of real ones. */
export function LoadingHistory() {
  const { t } = useLocale();
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("list.loading")}</p>
      <div aria-hidden className="animate-breathe">
        <div className="mb-3 h-7 w-24 rounded-md bg-raised" />
        <div className={HISTORY_GRID}>
          {PLACEHOLDERS.map((number) => (
            <div key={number} className={`${CARD} flex gap-3.5 p-3`}>
              <div className="aspect-2/3 w-18 shrink-0 rounded-lg bg-raised" />
              <div className="flex flex-1 flex-col gap-2.5">
                <div className="h-5 w-3/4 rounded-md bg-raised" />
                <div className="h-4 w-1/2 rounded-md bg-raised" />
                <div className="mt-auto h-4 w-2/3 rounded-md bg-raised" />
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
