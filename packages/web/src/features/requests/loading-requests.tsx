import { useLocale } from "../../i18n/locale-context.tsx";
import { CARD } from "../downloads/card-style.ts";
import { REQUEST_GRID } from "./request-style.ts";

const PLACEHOLDERS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Cards-to-be, in the place and size of real ones. */
export function LoadingRequests() {
  const { t } = useLocale();
  return (
    <div aria-busy="true">
      <p className="sr-only">{t("list.loading")}</p>
      <div aria-hidden className="animate-breathe">
        <div className="mb-3 h-7 w-24 rounded-md bg-raised" />
        <div className={REQUEST_GRID}>
          {PLACEHOLDERS.map((number) => (
            <div key={number} className={`${CARD} flex`}>
              <div className="m-3 me-0 aspect-2/3 w-14 shrink-0 rounded-lg bg-raised" />
              <div className="flex flex-1 flex-col gap-2.5 p-3.5">
                <div className="h-5 w-3/4 rounded-md bg-raised" />
                <div className="mt-auto h-7 w-1/2 rounded-full bg-raised" />
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
