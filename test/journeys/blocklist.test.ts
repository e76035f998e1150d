import type { HistoryResponse, NormalizedDownload } from "@sofarr/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { ArrSimulator } from "../../demo/simulators/arr/arr-simulator.ts";
import type { SeenRequest } from "../../demo/simulators/simulator-server.ts";
import type { Answer, Browser } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { TestClock } from "./test-clock.ts";

const HOUR_MS = 3_600_000;
const FLAGS = {
  removeFromClient: true,
  blocklist: true,
  skipRedownload: true,
  changeCategory: false,
};

describe("blocklist and search", () => {
  let household: Household;

  beforeEach(async () => {
    household = await startHousehold();
    deleteWithData(household);
  });
  afterEach(async () => {
    await household.stop();
  });

  test("an owner's stuck download is removed and blocklisted, and one search looks for another copy", async () => {
    const { series, item } = stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const stream = await alice.stream("?delta=1");
    await stream.until(() => stream.view().size === 1, "her download");
    expect(await historyOf(alice)).toEqual([]);

    const answer = await post(alice, wishFor([...stream.view().values()][0]));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      ok: true,
      removed: true,
      searched: true,
      message: "It was removed and blocklisted. A search for another copy has started.",
    });
    expect(household.sonarr.deletions()).toEqual([{ downloadId: item.key, ...FLAGS }]);
    expect(household.sonarr.blocklist()).toHaveLength(1);
    expect(searches(household.sonarr)).toEqual([
      ["EpisodeSearch", { episodeIds: [series.episodes[0]?.id] }],
    ]);

    await stream.until(() => stream.view().size === 0, "it leaves her view");
    stream.close();
    expect(await historyOf(alice)).toMatchObject([{ outcome: "failed" }]);
    expect(household.sonarr.commands().map(({ name }) => name)).toContain(
      "RefreshMonitoredDownloads",
    );
  });

  test("what a request claims is not looked at: not whose it is, not how it is, not what to search", async () => {
    const theirs = stuckEpisode(household, "bob");
    const healthy = grabEpisode(household, { title: "Fine.S01E01", tags: ["alice"] });
    await household.start();
    const alice = await household.signedIn("alice");
    const [mine] = (await alice.downloads()).downloads;
    const [rowId] = household.sonarr.rowIds(theirs.item.key);
    const wishes = [
      { ...wishFor(mine), importIssues: ["It cannot be imported."] },
      { ...wishFor(mine), arrQueueId: rowId },
      {
        ...wishFor(mine),
        arrQueueId: rowId,
        arrContentId: healthy.series.episodes[0]?.id,
        arrSeriesId: healthy.series.id,
      },
    ];
    const answers = await Promise.all(wishes.map((wish) => post(alice, wish)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(answers[0]?.text).toContain("A full copy is within reach.");
    expect(answers[1]?.text).toContain("This is not one of your downloads.");
    expect(answers[1]?.text).not.toContain("Stuck");

    const admin = await household.signedIn("admin");
    const lying = {
      ...wishFor(mine),
      arrContentIds: [999],
      arrSeriesId: 999,
      arrContentType: "movie",
    };
    expect((await post(admin, lying)).status).toBe(200);
    expect(household.sonarr.deletions()).toHaveLength(1);
    expect(searches(household.sonarr)).toEqual([
      ["EpisodeSearch", { episodeIds: [healthy.series.episodes[0]?.id] }],
    ]);
  });

  test("an old torrent without a full copy is its owner's to replace, until one is within reach", async () => {
    const { download } = grabEpisode(household, { title: "Rare.S01E01", tags: ["alice"] });
    household.qbittorrent.update(download.id, {
      availability: 0.5,
      addedAt: Date.now() - 2 * HOUR_MS,
    });
    // Nobody watches and no poll comes by itself: what is decided on must be read for it.
    await household.start({ POLL_INTERVAL: "0" });
    const alice = await household.signedIn("alice");
    const [mine] = (await alice.downloads()).downloads;
    expect(mine).toMatchObject({ availability: 50, canBlocklist: true });

    household.qbittorrent.server.fault = "status-500";
    const blind = await post(alice, wishFor(mine));
    expect([blind.status, blind.text]).toEqual([
      403,
      expect.stringContaining("download client cannot be asked"),
    ]);
    household.qbittorrent.server.fault = null;
    household.qbittorrent.update(download.id, { availability: 1.5 });
    expect((await post(alice, wishFor(mine))).status).toBe(403);
    expect(household.sonarr.deletions()).toEqual([]);
    household.qbittorrent.update(download.id, { availability: 0.5 });
    expect((await post(alice, wishFor(mine))).status).toBe(200);
    expect(household.sonarr.deletions()).toHaveLength(1);
  });

  test("rows that are not there are 404, addresses that are not ours 400, and nothing goes without a token", async () => {
    stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    expect(wish.arrInstanceUrl).toBe("urn:sofarr:arr:sonarr-main");
    const statusOf = async (change: object) => (await post(alice, { ...wish, ...change })).status;
    expect(await statusOf({ arrQueueId: 1 })).toBe(404);
    expect(await statusOf({ arrInstanceUrl: "urn:sofarr:arr:sonarr-other" })).toBe(400);
    expect(await statusOf({ arrInstanceUrl: "http://elsewhere.example:8989" })).toBe(400);
    expect(await statusOf({ arrType: "radarr", arrContentType: "movie" })).toBe(400);
    expect(await statusOf({ arrInstanceUrl: household.radarr.url })).toBe(400);
    expect(await statusOf({ arrInstanceUrl: "not an address" })).toBe(400);
    expect(await statusOf({ arrQueueId: "many" })).toBe(400);
    expect((await post(household.browser(), wish)).status).toBe(401);
    alice.csrfToken = "made-up";
    expect((await post(alice, wish)).status).toBe(403);
    expect(household.sonarr.deletions()).toEqual([]);
    expect(searches(household.sonarr)).toEqual([]);
  });

  test("an admin names the instance by its address, and may replace anything", async () => {
    const movie = household.radarr.addMovie({ title: "The Quiet Ferry", tags: ["alice"] });
    const job = household.sabnzbd.add({ title: "The.Quiet.Ferry", state: "downloading" });
    const names = { title: "The.Quiet.Ferry", downloadId: job.id };
    household.radarr.addQueueItem({ ...names, movieId: movie.id, protocol: "usenet" });
    household.radarr.addHistory({
      eventType: "grabbed",
      titleId: movie.id,
      sourceTitle: names.title,
      downloadId: job.id,
    });
    await household.start();
    const alice = await household.signedIn("alice");
    expect((await post(alice, wishFor((await alice.downloads()).downloads[0]))).status).toBe(403);
    const admin = await household.signedIn("admin");
    const [theirs] = (await admin.downloads("?showAll=true")).downloads;
    expect(theirs?.arrInstanceUrl).toBe(household.radarr.url);
    const wish = { ...wishFor(theirs), arrInstanceUrl: `${household.radarr.url}/` };
    expect((await post(admin, wish)).status).toBe(200);
    expect(household.radarr.deletions()).toEqual([{ downloadId: job.id, ...FLAGS }]);
    expect(searches(household.radarr)).toEqual([["MoviesSearch", { movieIds: [movie.id] }]]);
  });

  test("every row of a season pack at once is one removal and one search for the season", async () => {
    const { series, item } = stuckEpisode(household, "alice", "Harbor Lights", 8);
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    const rows = household.sonarr.rowIds(item.key);
    expect(rows).toHaveLength(8);
    const wishes = rows.map((arrQueueId) => ({ ...wish, arrQueueId }));
    const answers = await Promise.all(wishes.map((one) => post(alice, one)));
    const later = await post(alice, { ...wish, arrQueueId: rows[5] });
    for (const { status, text } of [...answers, later]) {
      expect([status, text]).toEqual([200, answers[0]?.text]);
    }
    expect(household.sonarr.deletions()).toHaveLength(1);
    expect(searches(household.sonarr)).toEqual([
      ["SeasonSearch", { seriesId: series.id, seasonNumber: 1 }],
    ]);
  });

  test("part of a season is searched by its episodes", async () => {
    const { series } = stuckEpisode(household, "alice", "Harbor Lights", 3);
    await household.start();
    const alice = await household.signedIn("alice");
    await post(alice, wishFor((await alice.downloads()).downloads[0]));
    expect(searches(household.sonarr)).toEqual([
      ["EpisodeSearch", { episodeIds: series.episodes.slice(0, 3).map(({ id }) => id) }],
    ]);
  });

  test("a double click and a replay do nothing twice, and the answer is the same", async () => {
    stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    const [first, second] = await Promise.all([post(alice, wish), post(alice, wish)]);
    const third = await post(alice, wish);
    expect([first, second, third].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set([first, second, third].map(({ text }) => text)).size).toBe(1);
    expect(household.sonarr.deletions()).toHaveLength(1);
    expect(searches(household.sonarr)).toHaveLength(1);
    const bob = await household.signedIn("bob");
    expect((await post(bob, wish)).status).toBe(404);
  });

  test("a search that fails after the removal is told as that, and trying again only searches", async () => {
    stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    breakOnly(household.sonarr, isSearch);
    for (const _try of [1, 2]) {
      const answer = await post(alice, wish);
      expect(answer.status).toBe(502);
      expect(JSON.parse(answer.text)).toEqual({
        error:
          "It was removed and blocklisted. But the search for another copy could not be started: Sonarr answered with status 500.",
        details: "Do the same again: only the search is left to do.",
        ok: false,
        removed: true,
        searched: false,
      });
    }
    const bob = await household.signedIn("bob");
    expect((await post(bob, wish)).status).toBe(404);
    household.sonarr.server.fault = null;
    expect((await post(alice, wish)).status).toBe(200);
    expect((await post(alice, wish)).status).toBe(200);
    expect(household.sonarr.deletions()).toHaveLength(1);
    expect(searches(household.sonarr)).toHaveLength(1);
  });

  test("a removal that fails leaves everything as it was, and can be tried again", async () => {
    stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    breakOnly(household.sonarr, isRemoval);
    const answer = await post(alice, wish);
    expect([answer.status, Object.keys(JSON.parse(answer.text) as object)]).toEqual([
      502,
      ["error"],
    ]);
    expect(searches(household.sonarr)).toEqual([]);
    household.sonarr.server.fault = null;
    expect((await post(alice, wish)).status).toBe(200);
    expect(household.sonarr.deletions()).toHaveLength(1);
    expect(searches(household.sonarr)).toHaveLength(1);
  });

  test("a removal that was done although its answer got lost is made up for with the search alone", async () => {
    const { item } = stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    breakOnly(household.sonarr, isRemoval);
    expect((await post(alice, wish)).status).toBe(502);
    household.sonarr.removeQueueItem(item.key);
    household.sonarr.server.fault = null;
    expect((await post(alice, wish)).status).toBe(200);
    expect(household.sonarr.deletions()).toEqual([]);
    expect(searches(household.sonarr)).toHaveLength(1);
  });

  test("a Sonarr that cannot be asked is told as that, and nothing is done", async () => {
    stuckEpisode(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    breakOnly(household.sonarr, ({ path }) => path.endsWith("/queue"));
    expect((await post(alice, wish)).status).toBe(502);
    household.sonarr.server.fault = null;
    expect(household.sonarr.deletions()).toEqual([]);
    expect(searches(household.sonarr)).toEqual([]);
  });

  test("one queue id in two instances means two different rows", async () => {
    const mine = stuckEpisode(household, "alice");
    const other = household.anime.addSeries({ title: "Copper Valley", tags: ["bob"] });
    const item = household.anime.addQueueItem({
      title: "Copper.Valley.S01E01",
      downloadId: mine.item.key,
      seriesId: other.id,
      episodeIds: [other.episodes[0]?.id ?? 0],
      trackedDownloadState: "importBlocked",
    });
    expect(household.anime.rowIds(item.key)).toEqual(household.sonarr.rowIds(mine.item.key));
    await household.start();
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    const there = { ...wish, arrInstanceUrl: "urn:sofarr:arr:sonarr-anime" };
    expect((await post(alice, there)).status).toBe(403);
    expect((await post(alice, wish)).status).toBe(200);
    expect((await post(alice, there)).status).toBe(403);
    expect(household.sonarr.deletions()).toHaveLength(1);
    expect(household.anime.deletions()).toEqual([]);
    expect(searches(household.anime)).toEqual([]);
  });

  test("where Sonarr did not grab it itself, the answer says that it could not be blocklisted", async () => {
    const { series, item } = grabEpisode(household, { title: "By.Hand.S01E01", tags: ["alice"] });
    block(household.sonarr, item.key);
    await household.start();
    const alice = await household.signedIn("alice");
    const { status, text } = await post(alice, wishFor((await alice.downloads()).downloads[0]));
    expect([status, text]).toEqual([200, expect.stringContaining("but not blocklisted")]);
    expect(household.sonarr.blocklist()).toEqual([]);
    expect(searches(household.sonarr)).toEqual([
      ["EpisodeSearch", { episodeIds: [series.episodes[0]?.id] }],
    ]);
    expect(auditLines(household)).toMatchObject([{ isGrabKnown: false }]);
  });

  test("the log says who did what, by ids, and who was refused", async () => {
    const { series, item } = stuckEpisode(household, "alice");
    await household.start();
    const bob = await household.signedIn("bob");
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    await post(bob, wish);
    await post(alice, wish);
    await post(alice, wish);
    expect(auditLines(household)).toMatchObject([
      {
        msg: "blocklist and search refused",
        userName: "Bob",
        instanceId: "sonarr-main",
        arrQueueId: wish.arrQueueId,
      },
      {
        msg: "blocklist and search",
        userName: "Alice",
        isAdmin: false,
        instanceId: "sonarr-main",
        arrQueueId: wish.arrQueueId,
        joinKeys: [`torrent:${item.key.toLowerCase()}`],
        search: { name: "EpisodeSearch", episodeIds: [series.episodes[0]?.id] },
        isGrabKnown: true,
        outcome: "done",
      },
    ]);
    const text = household.log.join("");
    for (const secret of ["Stuck.", "Harbor Lights", "sonarr-secret-key-1"]) {
      expect(text).not.toContain(secret);
    }
  });
});

test("what was retagged since the page was shown is not the earlier owner's to replace any more", async () => {
  const clock = new TestClock();
  const household = await startHousehold({ clock });
  try {
    const { series } = stuckEpisode(household, "alice");
    await household.start({ POLL_INTERVAL: "0" });
    const alice = await household.signedIn("alice");
    const wish = wishFor((await alice.downloads()).downloads[0]);
    household.sonarr.retag(series.id, ["bob"]);
    // Tags are read anew for it, though not more often than every 15 s.
    clock.advance(16_000);
    expect((await post(alice, wish)).status).toBe(403);
    expect(household.sonarr.deletions()).toEqual([]);
  } finally {
    await household.stop();
  }
});

test("a Sonarr 3, which cannot be told not to search by itself, searches once all the same", async () => {
  const household = await startHousehold({ sonarr: { version: "3.0.10" } });
  try {
    const { series } = stuckEpisode(household, "alice", "Harbor Lights", 8);
    await household.start();
    const alice = await household.signedIn("alice");
    const answer = await post(alice, wishFor((await alice.downloads()).downloads[0]));
    expect(answer.status).toBe(200);
    expect(household.sonarr.deletions()).toMatchObject([
      { blocklist: true, skipRedownload: false },
    ]);
    expect(searches(household.sonarr)).toEqual([
      ["SeasonSearch", { seriesId: series.id, seasonNumber: 1 }],
    ]);
  } finally {
    await household.stop();
  }
});

/** What a page sends for a download it shows. */
function wishFor(download: NormalizedDownload | undefined) {
  if (download === undefined) throw new Error("there is no such download");
  const { arrQueueId, arrInstanceUrl, arrContentId, arrContentIds, arrSeriesId } = download;
  return {
    arrQueueId,
    arrType: download.arrType === "series" ? "sonarr" : "radarr",
    arrInstanceUrl,
    arrContentType: download.arrContentType,
    ...(arrContentId === null ? {} : { arrContentId }),
    arrContentIds,
    ...(arrSeriesId === null ? {} : { arrSeriesId }),
  };
}

async function post(browser: Browser, wish: object): Promise<Answer> {
  return await browser.post("/api/dashboard/blocklist-search", wish);
}

async function historyOf(browser: Browser): Promise<HistoryResponse["history"]> {
  const { text } = await browser.get("/api/history/recent");
  return (JSON.parse(text) as HistoryResponse).history;
}

/** A finished torrent that Sonarr grabbed and cannot import. */
function stuckEpisode(
  household: Household,
  tag: string,
  series = "Harbor Lights",
  episodes = 1,
): ReturnType<typeof grabEpisode> {
  const title = `Stuck.${series.replaceAll(" ", ".")}`;
  const grabbed = grabEpisode(household, { title, tags: [tag], series, episodes });
  household.sonarr.addHistory({
    eventType: "grabbed",
    titleId: grabbed.series.id,
    episodeIds: grabbed.item.episodeIds,
    sourceTitle: title,
    downloadId: grabbed.item.key,
  });
  block(household.sonarr, grabbed.item.key);
  return grabbed;
}

function block(arr: ArrSimulator, key: string): void {
  arr.updateQueueItem(key, {
    trackedDownloadState: "importBlocked",
    trackedDownloadStatus: "warning",
    statusMessages: [{ title: "One or more episodes are missing", messages: [] }],
  });
}

/** A removal in an *arr reaches the download client, as it does in a real house. */
function deleteWithData({ sonarr, anime, radarr, qbittorrent, sabnzbd }: Household): void {
  for (const arr of [sonarr, anime]) {
    arr.onRemoveFromClient((downloadId) => qbittorrent.remove(downloadId.toLowerCase()));
  }
  radarr.onRemoveFromClient((downloadId) => sabnzbd.remove(downloadId));
}

/** Every search an *arr was asked for or started by itself. */
function searches(arr: ArrSimulator): unknown[] {
  return arr
    .commands()
    .filter(({ name }) => name.endsWith("Search"))
    .map(({ name, args }) => [name, args]);
}

function breakOnly(arr: ArrSimulator, what: (request: SeenRequest) => boolean): void {
  arr.server.faultFilter = what;
  arr.server.fault = "status-500";
}

function isSearch({ method, path, body }: SeenRequest): boolean {
  return method === "POST" && path.endsWith("/command") && body.includes("Search");
}

function isRemoval({ method }: SeenRequest): boolean {
  return method === "DELETE";
}

function auditLines(household: Household): unknown[] {
  return household.log
    .map((line) => JSON.parse(line) as { msg?: string })
    .filter(({ msg }) => msg?.startsWith("blocklist and search") ?? false);
}
