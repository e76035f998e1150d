import fc from "fast-check";
import { expect, test } from "vitest";

import type { ArrReading } from "./arr-reading.ts";
import { joinKey } from "./download.ts";
import { outcomesOf, type HistoryRecord } from "./history.ts";
import { makeHistoryRecord, makeReading, makeTitle } from "./make.case.ts";

const row = fc.record({
  id: fc.integer({ min: 1, max: 10_000 }),
  event: fc.constantFrom("imported" as const, "failed" as const, "grabbed" as const),
  at: fc.integer({ min: 0, max: 6 }).map((second) => second * 1000),
  download: fc.option(fc.constantFrom("aa", "bb", "cc")),
  titleId: fc.integer({ min: 1, max: 2 }),
  episode: fc.option(fc.integer({ min: 1, max: 4 })),
});

const histories = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 14 }).map((rows) =>
  rows.map(({ id, event, at, download, titleId, episode }) =>
    makeHistoryRecord({
      id,
      event,
      at,
      titleId,
      joinKeys: download === null ? [] : [joinKey("torrent", download)],
      episode:
        episode === null
          ? null
          : {
              id: titleId * 10 + episode,
              seasonNumber: 1,
              episodeNumber: episode,
              title: null,
            },
    }),
  ),
);

const readings = fc
  .constantFrom("sonarr" as const, "radarr" as const)
  .map((kind) => makeReading({ kind, titles: [makeTitle({ id: 1 }), makeTitle({ id: 2 })] }));

const isLater = (a: HistoryRecord, b: HistoryRecord): boolean =>
  a.at > b.at || (a.at === b.at && a.id > b.id);

const isSame = (a: HistoryRecord, b: HistoryRecord, { kind }: ArrReading): boolean =>
  kind === "radarr"
    ? a.titleId === b.titleId
    : a.episode !== null && a.episode.id === b.episode?.id;

test("the order in which rows come says nothing", () => {
  fc.assert(
    fc.property(histories, readings, fc.func(fc.integer()), (rows, reading, rank) => {
      const shuffled = rows.toSorted((a, b) => rank(a.id) - rank(b.id));
      expect(outcomesOf(shuffled, reading)).toEqual(outcomesOf(rows, reading));
    }),
  );
});

test("every import is told once, with its episode, and ids are unique", () => {
  fc.assert(
    fc.property(histories, readings, (rows, reading) => {
      const outcomes = outcomesOf(rows, reading);
      expect(new Set(outcomes.map(({ id }) => id)).size).toBe(outcomes.length);
      for (const { event, titleId, episode } of rows) {
        if (event !== "imported") continue;
        const tells = outcomes.filter(
          (one) =>
            one.outcome === "imported" &&
            one.title?.id === titleId &&
            (episode === null || one.episodes.some(({ id }) => id === episode.id)),
        );
        expect(tells.length).toBeGreaterThan(0);
      }
    }),
  );
});

test("a failure is shown if and only if something of it was not imported later", () => {
  fc.assert(
    fc.property(histories, readings, (rows, reading) => {
      const shown = outcomesOf(rows, reading).filter(({ outcome }) => outcome === "failed");
      const releases = Map.groupBy(
        rows.filter(({ event }) => event === "failed"),
        ({ joinKeys, titleId }) => JSON.stringify([joinKeys, titleId]),
      );
      const open = [...releases.values()].filter((release) =>
        release.some(
          (failure) =>
            !rows.some(
              (one) =>
                one.event === "imported" && isLater(one, failure) && isSame(one, failure, reading),
            ),
        ),
      );
      expect(shown).toHaveLength(open.length);
    }),
  );
});
