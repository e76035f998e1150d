import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Grab } from "../../domain/arr-reading.ts";
import { SONARR } from "../sonarr/shape.ts";
import { addRows, EMPTY_LOG, type HistoryLog } from "./history-log.ts";
import { toGrab, toQueueRecord } from "./normalize.ts";
import { parseHistory, parseQueuePage } from "./wire.ts";

const NOW = Date.UTC(2026, 10, 23);
const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });

/** Rows with a usable id and anything at all in the other members. */
const row = fc.record(
  {
    id,
    seriesId: fc.oneof(id, fc.jsonValue()),
    title: fc.jsonValue(),
    size: fc.jsonValue(),
    sizeleft: fc.jsonValue(),
    quality: fc.jsonValue(),
    episode: fc.jsonValue(),
    statusMessages: fc.jsonValue(),
    downloadId: fc.oneof(fc.string(), fc.jsonValue()),
    protocol: fc.oneof(fc.constantFrom("torrent", "usenet", "unknown"), fc.jsonValue()),
    added: fc.jsonValue(),
  },
  { requiredKeys: ["id"] },
);

describe("laws of the *arr queue", () => {
  test("no row with an id is lost, whatever else is in it, and none takes another's title", () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: (one) => one.id }), (records) => {
        const page = parseQueuePage(SONARR, { totalRecords: records.length, records });
        const normal = page?.rows.map((one) => toQueueRecord(SONARR, one, new Map())) ?? [];
        expect(normal.map((one) => one.id)).toEqual(records.map((one) => one.id));
        for (const [at, { titleId, addedAt }] of normal.entries()) {
          const seriesId = records[at]?.seriesId;
          expect(titleId === null || titleId === seriesId).toBe(true);
          expect(addedAt === null || Number.isFinite(addedAt)).toBe(true);
        }
      }),
    );
  });

  test("a row joins nothing but its own downloadId", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("torrent", "usenet", "unknown"),
        (downloadId, protocol) => {
          const page = parseQueuePage(SONARR, { records: [{ id: 1, downloadId, protocol }] });
          const [only] = page?.rows ?? [];
          const keys = only === undefined ? null : toQueueRecord(SONARR, only, new Map()).joinKeys;
          for (const key of keys ?? []) {
            expect([`usenet:${downloadId}`, `torrent:${downloadId.toLowerCase()}`]).toContain(key);
          }
          const expected = downloadId.trim() === "" ? 0 : protocol === "unknown" ? 2 : 1;
          expect(keys).toHaveLength(expected);
        },
      ),
    );
  });

  test("history in any pieces and any order is the same log", () => {
    const rows = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 500 }),
        date: fc
          .integer({ min: NOW - 20 * 86_400_000, max: NOW })
          .map((at) => new Date(at).toISOString()),
        eventType: fc.constant("grabbed"),
      }),
      { selector: (one) => one.id },
    );
    fc.assert(
      fc.property(rows, fc.nat(50), (all, cut) => {
        const parsed = parseHistory(SONARR, all) ?? [];
        const add = (log: HistoryLog<Grab>, some: typeof parsed): HistoryLog<Grab> =>
          addRows(log, some, toGrab, NOW);
        const atOnce = add(EMPTY_LOG, parsed);
        const inPieces = add(add(EMPTY_LOG, parsed.slice(cut)), parsed.slice(0, cut + 5));
        expect(inPieces.events).toEqual(atOnce.events);
        expect(atOnce.events).toHaveLength(all.length);
      }),
    );
  });
});
