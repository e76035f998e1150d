import { describe, expect, test } from "vitest";

import { joinKey } from "./download.ts";
import { makeDownload, makeGrab, makeReading, makeRecord, makeTitle } from "./make.case.ts";
import { matchDownloads } from "./match-downloads.ts";

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

  test("an unchanged download stays the same object, a changed row makes a new one", () => {
    const download = makeDownload();
    const record = makeRecord();
    const titles = [makeTitle()];
    const [before] = matchDownloads([download], [makeReading({ queue: [record], titles })]);
    const previous = new Map(before === undefined ? [] : [[download, before]]);
    const [same] = matchDownloads([download], [makeReading({ queue: [record], titles })], previous);
    expect(same).toBe(before);
    const [changed] = matchDownloads(
      [download],
      [makeReading({ queue: [makeRecord({ trackedState: "importPending" })], titles })],
      previous,
    );
    expect(changed).not.toBe(before);
  });
});
