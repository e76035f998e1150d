import { describe, expect, test } from "vitest";

import { SONARR } from "../sonarr/shape.ts";
import type { ArrHttp } from "./arr-http.ts";
import { createQueueReader } from "./queue.ts";

const SIGNAL = new AbortController().signal;

/** An *arr whose queue has this many rows and which records the page sizes it was asked for. */
function queueOf(rows: () => number, change: { cap?: number; total?: number } = {}) {
  const asked: unknown[] = [];
  const http: ArrHttp = {
    getJson: async ({ query }) => {
      asked.push(query?.["pageSize"]);
      const count = Math.min(rows(), Number(query?.["pageSize"]), change.cap ?? Infinity);
      return {
        totalRecords: change.total ?? rows(),
        records: Array.from({ length: count }, (_, at) => ({ id: at + 1 })),
      };
    },
    send: () => Promise.reject(new Error("not expected")),
    close: async () => {},
  };
  return { asked, read: createQueueReader(SONARR, "sonarr-main", http) };
}

describe("reading the queue", () => {
  test("takes one question for an ordinary queue, unknown items included", async () => {
    const { asked, read } = queueOf(() => 999);
    expect(await read(SIGNAL)).toHaveLength(999);
    expect(asked).toEqual([1000]);
    expect(SONARR.queueQuery).toEqual({ includeUnknownSeriesItems: true, includeEpisode: true });
  });

  test("takes one bigger page when there is more, and remembers its size", async () => {
    let rows = 1500;
    const { asked, read } = queueOf(() => rows);
    expect(await read(SIGNAL)).toHaveLength(1500);
    rows = 1600;
    expect(await read(SIGNAL)).toHaveLength(1600);
    expect(asked).toEqual([1000, 1700, 1700]);
  });

  test("never goes on asking when fewer rows come than were counted", async () => {
    const { asked, read } = queueOf(() => 40, { total: 50 });
    expect(await read(SIGNAL)).toHaveLength(40);
    const capped = queueOf(() => 3000, { cap: 500 });
    expect(await capped.read(SIGNAL)).toHaveLength(500);
    expect(asked).toEqual([1000]);
    expect(capped.asked).toEqual([1000, 3200]);
  });

  test("gives a row that came twice once", async () => {
    const http: ArrHttp = {
      getJson: async () => ({ totalRecords: 3, records: [{ id: 1 }, { id: 2 }, { id: 1 }] }),
      send: () => Promise.reject(new Error("not expected")),
      close: async () => {},
    };
    const rows = await createQueueReader(SONARR, "sonarr-main", http)(SIGNAL);
    expect(rows.map((row) => row.id)).toEqual([1, 2]);
  });
});
