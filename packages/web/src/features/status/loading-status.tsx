import { useLocale } from "../../i18n/locale-context.tsx";
import { CARD } from "../downloads/card-style.ts";

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6];

/** Cards-to-be while the status is on its way. */
export function LoadingStatus() {
  const { t } = useLocale();
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("list.loading")}</p>
      <div
        aria-hidden
        className="grid animate-breathe gap-3.5 pt-10 sm:grid-cols-[repeat(auto-fill,minmax(20rem,1fr))] sm:gap-5"
      >
        {PLACEHOLDERS.map((number) => (
          <div key={number} className={`grid gap-2.5 p-4 ${CARD}`}>
            <div className="h-5 w-2/3 rounded-md bg-raised" />
            <div className="h-4 w-1/3 rounded-md bg-raised" />
            <div className="mt-4 h-16 rounded-md bg-raised" />
          </div>
        ))}
      </div>
    </div>
  );
}
