import type { DashboardPayload, DashboardTable, NormalizedDownload } from "@sofarr/contract";

import { fromTable } from "./from-table.ts";

/** A download as it is told in a table, its title's fields included. */
type Told = Omit<NormalizedDownload, "downloaded" | "arrContentId"> &
  Partial<Pick<NormalizedDownload, "downloaded" | "arrContentId">> & {
    left?: number;
    addedSeconds?: number;
  };

/** The payload that was told as a table. @throws when it does not fit together. */
export function payloadOf({ titles, ...rest }: DashboardTable): DashboardPayload {
  const downloads = fromTable(titles).flatMap(({ downloads, ...title }) =>
    (downloads as object[]).map((own) => downloadOf({ ...title, ...own } as Told)),
  );
  return { ...rest, downloads };
}

function downloadOf({ left, addedSeconds, ...told }: Told): NormalizedDownload {
  return {
    arrContentId: told.arrContentIds[0] ?? null,
    downloaded: told.size - (left ?? 0),
    ...told,
    ...(addedSeconds === undefined ? {} : { addedOn: isoDate(addedSeconds) }),
  };
}

function isoDate(secondsSince1970: number): string {
  return new Date(secondsSince1970 * 1_000).toISOString();
}
