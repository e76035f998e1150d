import type { ArrReading, QueueRecord } from "./arr-reading.ts";
import type { ArrLink } from "./match-downloads.ts";

/** What one row of an *arr's queue stands for: the whole download behind it, in that instance. */
export interface QueuedRelease {
  /** Of the download; empty for a release that is held back and in no client yet. */
  readonly joinKeys: readonly string[];
  /** Every row of the download: they all go when one goes. */
  readonly rowIds: readonly number[];
  /** The title of the row in question, with the rows that are for the same title. */
  readonly link: ArrLink;
}

/** @returns `null` when the queue has no such row. */
export function findQueued(reading: ArrReading, queueId: number): QueuedRelease | null {
  const row = reading.queue.find(({ id }) => id === queueId);
  if (row === undefined) return null;
  const { titleId, joinKeys } = row;
  const rows = joinKeys.length === 0 ? [row] : reading.queue.filter(sharesKey(joinKeys));
  return {
    joinKeys,
    rowIds: rows.map(({ id }) => id),
    link: {
      instanceId: reading.instanceId,
      kind: reading.kind,
      titleId,
      title: titleId === null ? null : (reading.titles.get(titleId) ?? null),
      records: rows.filter((one: QueueRecord) => one.titleId === titleId),
      grabs: reading.grabs.filter(sharesKey(joinKeys)),
      isImported: false,
    },
  };
}

/** Whether something goes by one of these keys. */
export function sharesKey(
  joinKeys: readonly string[],
): (one: { readonly joinKeys: readonly string[] }) => boolean {
  return (one) => one.joinKeys.some((key) => joinKeys.includes(key));
}
