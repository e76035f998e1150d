import type { ArrHttp } from "./arr-http.ts";
import type { ArrShape } from "./arr-shape.ts";
import { arrBadPayload } from "./failures.ts";
import { parseQueuePage, type WireQueuePage, type WireQueueRow } from "./wire.ts";

/** The *arrs' own default is 10 rows; no version has an upper limit. */
const PAGE_SIZE = 1_000;
/** The queue may grow between two questions. */
const HEADROOM = 200;
const QUEUE_MAX_BYTES = 128 * 1024 * 1024;

/** @returns every row once, by its id. @throws UpstreamError */
export type QueueReader = (signal: AbortSignal) => Promise<readonly WireQueueRow[]>;

/**
 * Reads the whole queue in one page or, when it turns out to hold more, in one bigger page (the size is remembered).
 * Never page by page: the queue is sorted anew on each call, so rows would repeat or be skipped, and a page past the
 * end gives an earlier one again.
 */
export function createQueueReader(shape: ArrShape, instanceId: string, http: ArrHttp): QueueReader {
  let pageSize = PAGE_SIZE;

  async function readPage(signal: AbortSignal): Promise<WireQueuePage> {
    const answer = await http.getJson({
      path: "/queue",
      query: { page: 1, pageSize, ...shape.queueQuery },
      signal,
      maxBytes: QUEUE_MAX_BYTES,
    });
    const page = parseQueuePage(shape, answer);
    if (page === null) throw arrBadPayload(instanceId, shape, "queue");
    return page;
  }

  return async (signal) => {
    let page = await readPage(signal);
    if (page.totalRecords > page.count && page.totalRecords > pageSize) {
      pageSize = page.totalRecords + HEADROOM;
      page = await readPage(signal);
    }
    return [...new Map(page.rows.map((row) => [row.id, row])).values()];
  };
}
