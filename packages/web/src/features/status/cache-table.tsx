import type { StatusResponse } from "@sofarr/contract";

import { useAdminLocale } from "../../i18n/admin-locale.tsx";
import { CARD } from "../downloads/card-style.ts";

/** How each cache does. */
export function CacheTable({ caches }: { readonly caches: StatusResponse["cache"] }) {
  const { t, format } = useAdminLocale();
  const entries = Object.entries(caches);
  if (entries.length === 0) return <p className="text-muted">{t("status.noCaches")}</p>;
  return (
    <div className={`p-4 ${CARD}`}>
      <table className="w-full text-sm tabular-nums">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="pb-1.5 text-start font-normal">
              {t("status.cacheName")}
            </th>
            <th scope="col" className="pb-1.5 ps-3 text-end font-normal">
              {t("status.cacheEntries")}
            </th>
            <th scope="col" className="pb-1.5 ps-3 text-end font-normal">
              {t("status.cacheSize")}
            </th>
            <th scope="col" className="pb-1.5 ps-3 text-end font-normal">
              {t("status.cacheHits")}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([name, use]) => (
            <tr key={name} className="align-baseline">
              <th scope="row" className="py-0.5 text-start font-normal wrap-anywhere">
                {name}
              </th>
              <td className="py-0.5 ps-3 text-end">{format.number(use.entries)}</td>
              <td className="py-0.5 ps-3 text-end whitespace-nowrap">
                {use.bytes === null ? "–" : format.bytes(use.bytes)}
              </td>
              <td className="py-0.5 ps-3 text-end">
                {use.hitRatePercent === null ? "–" : format.percent(use.hitRatePercent)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
