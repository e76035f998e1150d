import { describe, expect, test } from "vitest";

import type { Episode } from "./arr-reading.ts";
import {
  historyVisibleTo,
  outcomesOf,
  ownOutcomes,
  type HistoryRecord,
  type ReleaseOutcome,
} from "./history.ts";
import { makeGrab, makeHistoryRecord, makeReading, makeRequest, makeTitle } from "./make.case.ts";
import { createOwnershipFacts } from "./ownership.ts";
import { audienceOf } from "./visibility.ts";

const alice = { id: "alice", name: "Alice" };
const bob = { id: "bob", name: "Bob" };

/** Rows of a Sonarr, numbered in the order in which they were written. */
function sonarr(
  rows: readonly Partial<HistoryRecord>[],
  change: Parameters<typeof makeReading>[0] = {},
): readonly ReleaseOutcome[] {
  const records = rows.map((row, at) => makeHistoryRecord({ id: at + 1, at: at * 1000, ...row }));
  return outcomesOf(records, makeReading({ titles: [makeTitle()], ...change }));
}

function radarr(
  rows: readonly Partial<HistoryRecord>[],
  change: Parameters<typeof makeReading>[0] = {},
): readonly ReleaseOutcome[] {
  return sonarr(rows, { kind: "radarr", instanceId: "radarr-main", ...change });
}

const failed = { event: "failed" } as const;

describe("what came of a release", () => {
  test("a pack is one outcome with all its episodes in order, dated by its last row", () => {
    const outcomes = sonarr([
      { episode: episode(12, 1, 2), releaseTitle: "H.S01E02" },
      { episode: episode(11, 1, 1), releaseTitle: "H.S01E01" },
      { episode: episode(13, 1, 3), releaseTitle: "H.S01E03" },
    ]);
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({ outcome: "imported", at: 2000, releaseTitle: "H.S01E01" });
    expect(outcomes[0]?.episodes.map(({ id }) => id)).toEqual([11, 12, 13]);
  });

  test("it is named as it was grabbed, but never by a grab for another title", () => {
    const rows = [{ episode: episode(11, 1, 1), releaseTitle: "H.S01E01" }];
    const named = (titleId: number): string | undefined =>
      sonarr(rows, { grabs: [makeGrab({ releaseTitle: "H.S01.Complete", titleId })] })[0]
        ?.releaseTitle;
    expect(named(1)).toBe("H.S01.Complete");
    expect(named(2)).toBe("H.S01E01");
  });

  test("titles of one download stay apart, since they may belong to different people", () => {
    expect(radarr([{ titleId: 1 }, { titleId: 2 }]).map(({ id }) => id)).toEqual([
      "radarr-main/imported/2/AA11",
      "radarr-main/imported/1/AA11",
    ]);
  });

  test("nzo_ids that differ only in case stay apart", () => {
    const keys = (nzoId: string): readonly string[] => [
      `torrent:${nzoId.toLowerCase()}`,
      `usenet:${nzoId}`,
    ];
    expect(radarr([{ joinKeys: keys("nzo_Ab") }, { joinKeys: keys("nzo_aB") }])).toHaveLength(2);
  });

  test("without a download id the release name holds rows together, and the id stays the same as rows come", () => {
    const byHand = { joinKeys: [], releaseTitle: "H.S01E01E02" };
    const first = { ...byHand, episode: episode(11, 1, 1) };
    const second = { ...byHand, episode: episode(12, 1, 2) };
    const other = { ...byHand, releaseTitle: "H.S01E03", episode: episode(13, 1, 3) };
    expect(sonarr([first, second, other])).toHaveLength(2);
    expect(sonarr([first, second])[0]?.id).toBe(sonarr([first])[0]?.id);
  });

  test("what was only grabbed has no outcome yet", () => {
    expect(sonarr([{ event: "grabbed" }])).toEqual([]);
  });
});

describe("a failure", () => {
  test("is left out once the same movie was imported later, from whatever release", () => {
    expect(radarr([failed, { joinKeys: ["torrent:bb22"] }]).map(({ outcome }) => outcome)).toEqual([
      "imported",
    ]);
  });

  test("stays when the import came first: the newer release is what failed", () => {
    expect(radarr([{ joinKeys: ["torrent:bb22"] }, failed]).map(({ outcome }) => outcome)).toEqual([
      "failed",
      "imported",
    ]);
  });

  test("of one second with an import is told from it by the order of the rows", () => {
    const imported = { event: "imported", at: 5000 } as const;
    const sameSecond = { event: "failed", at: 5000 } as const;
    expect(radarr([sameSecond, imported])).toHaveLength(1);
    expect(radarr([imported, sameSecond])).toHaveLength(2);
  });

  test("of a pack stays, whole, until each of its episodes was imported", () => {
    const pack = [11, 12].map((id) => ({ ...failed, episode: episode(id, 1, id - 10) }));
    const single = (id: number) => ({
      joinKeys: [`torrent:single${id}`],
      episode: episode(id, 1, id - 10),
    });
    const half = sonarr([...pack, single(11)]);
    expect(half.find(({ outcome }) => outcome === "failed")?.episodes).toHaveLength(2);
    expect(sonarr([...pack, single(11), single(12)]).map(({ outcome }) => outcome)).toEqual([
      "imported",
      "imported",
    ]);
  });

  test("that happened again after an import is shown again", () => {
    expect(radarr([failed, { joinKeys: ["torrent:bb22"] }, failed])).toHaveLength(2);
  });

  test("is not made good by another episode, another title, or an episode nobody knows any more", () => {
    const of = (change: Partial<HistoryRecord>) =>
      sonarr([
        { ...failed, episode: episode(11, 1, 1) },
        { joinKeys: ["torrent:bb22"], ...change },
      ]);
    expect(of({ episode: episode(12, 1, 2) })).toHaveLength(2);
    expect(of({ episode: null })).toHaveLength(2);
    expect(radarr([failed, { joinKeys: ["torrent:bb22"], titleId: 2 }])).toHaveLength(2);
    expect(sonarr([{ ...failed, episode: null }, { episode: null }])).toHaveLength(2);
  });

  test("keeps its reason, the newest when it failed more than once", () => {
    expect(
      radarr([
        { ...failed, message: "first" },
        { ...failed, message: "second" },
      ])[0]?.message,
    ).toBe("second");
  });
});

describe("what is on disk", () => {
  test("is a movie with a file, whichever release it came from", () => {
    const isOnDisk = (hasFile: boolean) =>
      radarr([failed], { titles: [makeTitle({ hasFile })] })[0]?.isOnDisk;
    expect([isOnDisk(true), isOnDisk(false)]).toEqual([true, false]);
  });

  test("is a release all of whose episodes have a file; that others of the series have one says nothing", () => {
    const isOnDisk = (...files: readonly (boolean | null)[]) =>
      sonarr(
        files.map((hasFile, at) => ({ ...failed, hasFile, episode: episode(at + 1, 1, at + 1) })),
        { titles: [makeTitle({ hasFile: true })] },
      )[0]?.isOnDisk;
    expect(isOnDisk(true, true)).toBe(true);
    expect(isOnDisk(true, false)).toBe(false);
    expect(isOnDisk(null)).toBe(false);
  });
});

describe("history belongs to people as downloads do", () => {
  const facts = createOwnershipFacts(new Map())([alice, bob], [makeRequest({ tvdbId: 81189 })]);
  const outcomes = ownOutcomes(
    sonarr(
      [
        { titleId: 1, joinKeys: ["torrent:a"] },
        { titleId: 2, joinKeys: ["torrent:b"] },
        { titleId: 3, joinKeys: ["torrent:c"] },
        { titleId: 4, joinKeys: ["torrent:d"] },
        { titleId: null, joinKeys: ["torrent:e"] },
      ],
      {
        titles: [
          makeTitle({ id: 1, tagLabels: ["bob"] }),
          makeTitle({ id: 2, tvdbId: 81189 }),
          makeTitle({ id: 3, tagLabels: ["hd"] }),
        ],
      },
    ),
    facts,
  );
  const seenBy = (viewer: typeof alice, isAdmin: boolean, wantsAll: boolean) =>
    historyVisibleTo(audienceOf({ ...viewer, isAdmin }, wantsAll), outcomes).map(
      ({ title }) => title?.id ?? null,
    );

  test("by tag and by request, and everyone's for admins who ask", () => {
    expect(seenBy(bob, false, true)).toEqual([1]);
    expect(seenBy(alice, false, true)).toEqual([2]);
    expect(seenBy(bob, true, false)).toEqual([1]);
    expect(seenBy(bob, true, true)).toHaveLength(5);
  });

  test("a title that left the library, and what has none, is nobody's", () => {
    const nobodys = outcomes.filter(({ title }) => title === null);
    expect(nobodys).toHaveLength(2);
    for (const { owners, labels } of nobodys) expect([owners.size, labels]).toEqual([0, []]);
  });
});

function episode(id: number, seasonNumber: number, episodeNumber: number): Episode {
  return { id, seasonNumber, episodeNumber, title: null };
}
