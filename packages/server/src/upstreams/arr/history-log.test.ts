import { describe, expect, test } from "vitest";

import type { Grab } from "../../domain/arr-reading.ts";
import { addRows, askFrom, EMPTY_LOG, EVENTS_KEPT_MS, type HistoryLog } from "./history-log.ts";
import { toGrab } from "./normalize.ts";
import type { WireHistoryRow } from "./wire.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;

function makeRow(id: number, change: Partial<WireHistoryRow> = {}): WireHistoryRow {
  return {
    id,
    at: NOW - id * MINUTE_MS,
    eventType: "grabbed",
    titleId: 4,
    episode: null,
    episodeHasFile: null,
    sourceTitle: `Release.${id}`,
    quality: "WEBDL-1080p",
    downloadId: `SABnzbd_nzo_${id}`,
    protocol: "1",
    indexer: "Indexer",
    message: null,
    ...change,
  };
}

const titlesOf = (log: { events: readonly { releaseTitle: string }[] }): readonly string[] =>
  log.events.map((grab) => grab.releaseTitle);

const addGrabs = (
  log: HistoryLog<Grab>,
  rows: readonly WireHistoryRow[],
  now: number,
  limit?: number,
): HistoryLog<Grab> => addRows(log, rows, toGrab, now, limit);

describe("the history log", () => {
  test("is newest first whatever order history comes in", () => {
    const log = addGrabs(EMPTY_LOG, [makeRow(3), makeRow(1), makeRow(2)], NOW);
    expect(titlesOf(log)).toEqual(["Release.1", "Release.2", "Release.3"]);
  });

  test("asks for a month at first, then from ten minutes before the newest grab", () => {
    expect(askFrom(EMPTY_LOG, NOW)).toBe(NOW - EVENTS_KEPT_MS);
    const log = addGrabs(EMPTY_LOG, [makeRow(5), makeRow(1)], NOW);
    expect(askFrom(log, NOW)).toBe(NOW - MINUTE_MS - 10 * MINUTE_MS);
    const ahead = addGrabs(log, [makeRow(6, { at: NOW + 180 * MINUTE_MS })], NOW);
    expect(askFrom(ahead, NOW)).toBe(NOW - 10 * MINUTE_MS);
  });

  test("a row that comes again changes nothing, not even the objects", () => {
    const log = addGrabs(EMPTY_LOG, [makeRow(1), makeRow(2)], NOW);
    expect(addGrabs(log, [makeRow(1)], NOW)).toBe(log);
    const more = addGrabs(log, [makeRow(0), makeRow(1)], NOW);
    expect(titlesOf(more)).toEqual(["Release.0", "Release.1", "Release.2"]);
    expect(more.events[1]).toBe(log.events[0]);
  });

  test("an id that means another grab now (a new database) means the new one", () => {
    const log = addGrabs(EMPTY_LOG, [makeRow(1)], NOW);
    const after = addGrabs(log, [makeRow(1, { sourceTitle: "Other" })], NOW);
    expect(titlesOf(after)).toEqual(["Other"]);
  });

  test("what is older than a month goes", () => {
    const log = addGrabs(EMPTY_LOG, [makeRow(1), makeRow(2)], NOW);
    const monthAfterSecond = NOW - 2 * MINUTE_MS + EVENTS_KEPT_MS + 1;
    expect(titlesOf(addGrabs(log, [], monthAfterSecond))).toEqual(["Release.1"]);
  });

  test("of too many the newest stay", () => {
    const rows = [makeRow(3), makeRow(1), makeRow(2), makeRow(4)];
    expect(titlesOf(addGrabs(EMPTY_LOG, rows, NOW, 2))).toEqual(["Release.1", "Release.2"]);
  });

  test("each episode of a pack is a grab of its own", () => {
    const episode = { id: 11, seasonNumber: 1, episodeNumber: 1, title: null };
    const log = addGrabs(
      EMPTY_LOG,
      [
        makeRow(1, { downloadId: "PACK", episode }),
        makeRow(2, { downloadId: "PACK", episode: { ...episode, id: 12, episodeNumber: 2 } }),
      ],
      NOW,
    );
    expect(log.events.map((grab) => grab.episode?.episodeNumber)).toEqual([1, 2]);
    expect(new Set(log.events.flatMap((grab) => grab.joinKeys))).toEqual(new Set(["usenet:PACK"]));
  });
});
