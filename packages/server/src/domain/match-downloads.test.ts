import { describe, expect, test } from "vitest";

import { joinKey } from "./download.ts";
import {
  makeDownload,
  makeGrab,
  makeImport,
  makeReading,
  makeRecord,
  makeTitle,
} from "./make.case.ts";
import { changedJoinKeys, matchDownload, matchDownloads } from "./match-downloads.ts";

describe("matchDownloads", () => {
  test("joins a torrent by its hash without case", () => {
    const record = makeRecord({ joinKeys: [joinKey("torrent", "AA11")] });
    const [tracked] = matchDownloads(
      [makeDownload({ id: "aa11" })],
      [makeReading({ queue: [record], titles: [makeTitle()] })],
    );
    expect(tracked?.links).toHaveLength(1);
    expect(tracked?.links[0]?.title?.title).toBe("Title 1");
  });

  test("keeps nzo_ids apart that differ only in case", () => {
    const upper = makeDownload({ id: "SABnzbd_nzo_AbC", protocol: "usenet" });
    const lower = makeDownload({ id: "SABnzbd_nzo_abc", protocol: "usenet" });
    const record = makeRecord({ joinKeys: [joinKey("usenet", "SABnzbd_nzo_abc")] });
    const [first, second] = matchDownloads([upper, lower], [makeReading({ queue: [record] })]);
    expect(first?.links).toEqual([]);
    expect(second?.links[0]?.records).toEqual([record]);
  });

  test("a title never joins: same release name, different ids", () => {
    const record = makeRecord({ joinKeys: [joinKey("torrent", "bb22")] });
    const [tracked] = matchDownloads(
      [makeDownload({ title: record.releaseTitle })],
      [makeReading({ queue: [record] })],
    );
    expect(tracked?.links).toEqual([]);
  });

  test("a hybrid torrent joins by any of its hashes, once", () => {
    const download = makeDownload({
      joinKeys: [joinKey("torrent", "v2"), joinKey("torrent", "v1")],
    });
    const record = makeRecord({ joinKeys: [joinKey("torrent", "V1")] });
    const [tracked] = matchDownloads([download], [makeReading({ queue: [record] })]);
    expect(tracked?.links).toHaveLength(1);
  });

  test("a season pack is one download with all its rows", () => {
    const rows = [1, 2, 3].map((n) =>
      makeRecord({
        id: n,
        episode: { id: 100 + n, seasonNumber: 1, episodeNumber: n, title: null },
      }),
    );
    const tracked = matchDownloads(
      [makeDownload()],
      [makeReading({ queue: rows, titles: [makeTitle()] })],
    );
    expect(tracked).toHaveLength(1);
    expect(tracked[0]?.links).toHaveLength(1);
    expect(tracked[0]?.links[0]?.records).toEqual(rows);
  });

  test("the same ids in two instances never mix", () => {
    const main = makeReading({
      instanceId: "sonarr-main",
      queue: [makeRecord({ id: 7, titleId: 1, joinKeys: [joinKey("torrent", "aa11")] })],
      titles: [makeTitle({ id: 1, title: "Main's", tagLabels: ["alice"] })],
    });
    const anime = makeReading({
      instanceId: "sonarr-anime",
      queue: [makeRecord({ id: 7, titleId: 1, joinKeys: [joinKey("torrent", "bb22")] })],
      titles: [makeTitle({ id: 1, title: "Anime's", tagLabels: ["bob"] })],
    });
    const [first, second] = matchDownloads(
      [makeDownload({ id: "aa11" }), makeDownload({ id: "bb22" })],
      [main, anime],
    );
    expect(first?.links.map((link) => [link.instanceId, link.title?.title])).toEqual([
      ["sonarr-main", "Main's"],
    ]);
    expect(second?.links.map((link) => [link.instanceId, link.title?.title])).toEqual([
      ["sonarr-anime", "Anime's"],
    ]);
  });

  test("history serves when no queue has it, and only then", () => {
    const grab = makeGrab({ titleId: 2 });
    const titles = [makeTitle({ id: 1 }), makeTitle({ id: 2 })];
    const [byGrab] = matchDownloads([makeDownload()], [makeReading({ grabs: [grab], titles })]);
    expect(byGrab?.links.map((link) => link.titleId)).toEqual([2]);
    const [byQueue] = matchDownloads(
      [makeDownload()],
      [makeReading({ grabs: [grab], queue: [makeRecord()], titles })],
    );
    expect(byQueue?.links.map((link) => link.titleId)).toEqual([1]);
  });

  test("history says that it is in the library: this download, for this title, in this instance", () => {
    const grabs = [makeGrab()];
    const imported = (imports: readonly ReturnType<typeof makeImport>[]) =>
      matchDownload(makeDownload(), [makeReading({ grabs, imports })]).links[0]?.isImported;
    expect(imported([])).toBe(false);
    expect(imported([makeImport()])).toBe(true);
    expect(imported([makeImport({ titleId: 2 })])).toBe(false);
    expect(imported([makeImport({ joinKeys: [joinKey("torrent", "bb22")] })])).toBe(false);
    const elsewhere = makeReading({ instanceId: "sonarr-anime", imports: [makeImport()] });
    const [link] = matchDownload(makeDownload(), [makeReading({ grabs }), elsewhere]).links;
    expect(link?.isImported).toBe(false);
  });

  test("an unchanged download stays the same object, a changed row makes a new one", () => {
    const download = makeDownload();
    const record = makeRecord();
    const titles = [makeTitle()];
    const reading = makeReading({ queue: [record], titles });
    const before = matchDownload(download, [reading]);
    expect(matchDownload(download, [{ ...reading, queue: [record] }], before)).toBe(before);
    const changed = matchDownload(
      download,
      [{ ...reading, queue: [makeRecord({ trackedState: "importPending" })] }],
      before,
    );
    expect(changed).not.toBe(before);
  });

  test("is for a hundred titles at most, however many an *arr claims", () => {
    const queue = Array.from({ length: 5_000 }, (_unused, at) =>
      makeRecord({ id: at, titleId: at + 1 }),
    );
    const [tracked] = matchDownloads([makeDownload()], [makeReading({ queue })]);
    expect(tracked?.links.map(({ titleId }) => titleId)).toEqual(
      Array.from({ length: 100 }, (_unused, at) => at + 1),
    );
  });

  test("says about which downloads two readings differ, however that came", () => {
    const ids = ["aa", "bb", "cc"].map((id) => joinKey("torrent", id));
    const titles = [makeTitle({ id: 1 }), makeTitle({ id: 2 })];
    const queue = ids.map((id, at) =>
      makeRecord({ id: at, joinKeys: [id], titleId: (at % 2) + 1 }),
    );
    const before = makeReading({ queue, titles });
    expect(changedJoinKeys(before, before)).toEqual(new Set());
    expect(changedJoinKeys(before, { ...before, queue: [...queue] })).toEqual(new Set());
    expect(changedJoinKeys(before, null)).toEqual(new Set(ids));
    expect(changedJoinKeys(null, before)).toEqual(new Set(ids));
    expect(changedJoinKeys(before, { ...before, queue: queue.slice(1) })).toEqual(
      new Set(ids.slice(0, 1)),
    );
    const renamed = new Map(before.titles).set(2, makeTitle({ id: 2, title: "Another" }));
    expect(changedJoinKeys(before, { ...before, titles: renamed })).toEqual(new Set([ids[1]]));
    const grabs = [makeGrab({ joinKeys: ids.slice(2), titleId: 1 })];
    const grabbed = { ...before, grabs };
    expect(changedJoinKeys(before, grabbed)).toEqual(new Set([ids[2]]));
    const imports = [makeImport({ joinKeys: ids.slice(2), titleId: 1 })];
    expect(changedJoinKeys(grabbed, { ...grabbed, imports })).toEqual(new Set([ids[2]]));
  });
});
