import { useLocale } from "../../i18n/locale-context.tsx";
import { CARD, CARD_GRID, CARD_POSTER } from "./card-style.ts";

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6];

/** Cards-to-be, in the place and size of real ones. */
export function LoadingCards() {
  const { t } = useLocale();
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("loading.downloads")}</p>
      {/* What comes above the list takes its place already. */}
      <div aria-hidden className="mb-6 grid animate-breathe gap-4 sm:mb-8">
        <div className="h-11 rounded-xl bg-raised" />
        <div className="h-11 w-3/4 rounded-full bg-raised sm:w-1/3" />
      </div>
      <div aria-hidden className={`${CARD_GRID} animate-breathe`}>
        {PLACEHOLDERS.map((number) => (
          <div key={number} className={`${CARD} flex gap-3.5 p-3`}>
            <div className={`aspect-2/3 shrink-0 bg-raised ${CARD_POSTER}`} />
            <div className="flex flex-1 flex-col gap-3 py-1">
              <div className="h-5 w-3/4 rounded-md bg-raised" />
              <div className="h-4 w-1/2 rounded-md bg-raised" />
              <div className="mt-auto h-1.5 rounded-full bg-raised" />
              <div className="h-4 w-2/3 rounded-md bg-raised" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
