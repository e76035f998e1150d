import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { TestClock } from "./test-clock.ts";

/** A step of time: the library is not read again and again, however often a queue names what is not in it. */
const STEP_MS = 15_000;

describe("a household's downloads", () => {
  let household: Household;
  let clock: TestClock;

  beforeEach(async () => {
    clock = new TestClock();
    household = await startHousehold({ clock });
  });
  afterEach(async () => {
    await household.stop();
  });

  test("each person sees their own, joined with title, episode and poster; an admin sees everything", async () => {
    const mine = grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    const theirs = grabEpisode(household, {
      title: "Copper.Valley.S01E01",
      series: "Copper Valley",
      tags: ["user-bob"],
    });
    household.qbittorrent.add({
      title: "Nobody.Asked.For.This",
      state: "downloading",
      sizeBytes: 1e6,
    });
    await household.start();

    const alice = await household.signedIn("alice");
    const payload = await alice.downloads("?showAll=true");
    expect(payload).toMatchObject({ user: "Alice", isAdmin: false, showAll: false });
    expect(payload.downloads).toHaveLength(1);
    expect(payload.downloads[0]).toMatchObject({
      id: mine.download.id,
      title: "Harbor.Lights.S01E01",
      type: "torrent",
      client: "qbittorrent",
      instanceId: "qbittorrent-main",
      status: "Downloading",
      progress: 25,
      size: 100_000_000,
      speed: 1_000_000,
      seriesName: "Harbor Lights",
      arrType: "series",
      allTags: ["alice"],
      matchedUserTag: "alice",
      arrInstanceKey: null,
      arrLink: null,
      arrInstanceUrl: "urn:sofarr:arr:sonarr-main",
      episodes: [{ seasonNumber: 1, episodeNumber: 1 }],
    });
    expect(payload.downloads[0]?.coverArt).toMatch(/^\/api\/dashboard\/cover-art\?url=urn/u);

    const poster = await alice.get(payload.downloads[0]?.coverArt ?? "");
    expect(poster.status).toBe(200);
    expect(poster.headers["content-type"]).toBe("image/png");
    const bob = await household.signedIn("bob");
    expect((await bob.get(payload.downloads[0]?.coverArt ?? "")).status).toBe(400);
    expect((await bob.downloads()).downloads.map(({ id }) => id)).toEqual([theirs.download.id]);

    const admin = await household.signedIn("admin");
    expect((await admin.downloads()).downloads).toEqual([]);
    const all = await admin.downloads("?showAll=true");
    expect(all.downloads.map(({ title }) => title).toSorted()).toEqual([
      "Copper.Valley.S01E01",
      "Harbor.Lights.S01E01",
      "Nobody.Asked.For.This",
    ]);
    expect(all.downloads.find(({ id }) => id === mine.download.id)).toMatchObject({
      arrLink: expect.stringContaining("/series/") as string,
      tagBadges: [{ label: "alice", user: "Alice" }],
    });
  });

  test("nobody who is not signed in sees anything", async () => {
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    await household.start();
    const stranger = household.browser();
    for (const path of [
      "/api/dashboard/user-downloads",
      "/api/dashboard/stream",
      "/api/dashboard/cover-art?url=http://a/b",
    ]) {
      expect((await stranger.get(path)).status).toBe(401);
    }
  });

  test("two downloads with one title stay two and go to their owners, also across instances with the same ids", async () => {
    const first = grabEpisode(household, { title: "Same.Title", tags: ["alice"], arr: "sonarr" });
    const second = grabEpisode(household, { title: "Same.Title", tags: ["bob"], arr: "anime" });
    expect(first.series.id).toBe(second.series.id);
    await household.start();
    const ids = async (who: "alice" | "bob") =>
      (await (await household.signedIn(who)).downloads()).downloads.map(({ id }) => id);
    expect(await ids("alice")).toEqual([first.download.id]);
    expect(await ids("bob")).toEqual([second.download.id]);
  });

  test("a season pack is one download with its episodes", async () => {
    grabEpisode(household, { title: "Harbor.Lights.S01", tags: ["alice"], episodes: 5 });
    await household.start();
    const { downloads } = await (await household.signedIn("alice")).downloads();
    expect(downloads).toHaveLength(1);
    expect(downloads[0]?.episodes.map(({ episodeNumber }) => episodeNumber)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(downloads[0]?.arrContentIds).toHaveLength(5);
  });

  test("nzo_ids that differ only in case stay apart", async () => {
    const movie = household.radarr.addMovie({ title: "The Quiet Ferry", tags: ["alice"] });
    const mine = household.sabnzbd.add({
      id: "SABnzbd_nzo_AbCdEf",
      title: "The.Quiet.Ferry.2021",
      state: "downloading",
      sizeBytes: 1e8,
    });
    household.sabnzbd.add({
      id: "SABnzbd_nzo_abcdef",
      title: "The.Quiet.Ferry.2021",
      state: "downloading",
      sizeBytes: 1e8,
    });
    household.radarr.addQueueItem({
      downloadId: mine.id,
      title: mine.title,
      movieId: movie.id,
      protocol: "usenet",
    });
    await household.start();
    const { downloads } = await (await household.signedIn("alice")).downloads();
    expect(downloads.map(({ id }) => id)).toEqual(["SABnzbd_nzo_AbCdEf"]);
    expect(downloads[0]?.movieName).toBe("The Quiet Ferry");
  });

  test("a change in a client is in the frame of the very next poll", async () => {
    const { download } = grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    await household.start();
    const alice = await household.signedIn("alice");
    const [delta, whole] = [await alice.stream("?delta=1"), await alice.stream()];
    await delta.until(() => delta.view().size === 1, "the first frame");
    const key = `qbittorrent-main/${download.id}`;
    const polls = (): number =>
      household.qbittorrent.server.requests.filter(({ path }) => path.endsWith("/maindata")).length;
    const counts: number[] = [];
    for (let step = 1; step <= 5; step += 1) {
      household.qbittorrent.update(download.id, { progress: 0.3 + step / 100 });
      const before = polls();
      for (const stream of [delta, whole]) {
        await stream.until(
          () => stream.view().get(key)?.progress === 30 + step,
          `progress ${30 + step}`,
        );
      }
      counts.push(polls() - before);
    }
    // The machine may be busy: the best of five is what the design gives. How long that takes is measured in test/bench.
    expect(Math.min(...counts)).toBe(1);
    expect(delta.events.findLastIndex(({ event }) => event !== "patch")).toBe(0);
    expect(delta.events[0]?.event).toBe("message");
    expect(whole.events.every(({ event }) => event === "message")).toBe(true);
    delta.close();
    whole.close();
  });

  test("what was imported is told to be in the library, not only to be gone from the queue", async () => {
    const { series, download, item } = grabEpisode(household, {
      title: "Harbor.Lights.S01E01",
      tags: ["alice"],
    });
    const about = {
      titleId: series.id,
      episodeIds: item.episodeIds,
      sourceTitle: download.title,
      downloadId: item.downloadId,
    };
    household.sonarr.addHistory({ ...about, eventType: "grabbed", date: Date.now() - 3_600_000 });
    // As after a restart of sofarr: the row went while nobody looked.
    household.qbittorrent.update(download.id, { state: "seeding", progress: 1 });
    household.sonarr.removeQueueItem(item.key);
    household.sonarr.addHistory({ ...about, eventType: "downloadFolderImported" });
    await household.start();
    const alice = await household.signedIn("alice");
    const { downloads } = await alice.downloads();
    expect(downloads).toMatchObject([
      { id: download.id, status: "Seeding", arrQueueId: null, arrState: "imported" },
    ]);
  });

  test("a stream resumes by its last event id with just the steps it missed", async () => {
    const { download } = grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    await household.start();
    const alice = await household.signedIn("alice");
    const [first, other] = [await alice.stream("?delta=1"), await alice.stream("?delta=1")];
    await first.until(() => first.view().size === 1, "the first frame");
    const lastId = first.events.at(-1)?.id ?? "";
    first.close();
    household.qbittorrent.update(download.id, { progress: 0.5 });
    await other.until(() => [...other.view().values()][0]?.progress === 50, "the step");
    const again = await alice.stream("?delta=1", { "last-event-id": lastId });
    await again.until(() => again.events.length > 0, "what was missed");
    expect(again.events.every(({ event }) => event === "patch")).toBe(true);
    expect([...again.view().values()][0]?.progress).toBe(50);
    other.close();
    again.close();
  });

  test("when tags change, the download goes with them and leaves the other's stream", async () => {
    const { series, download } = grabEpisode(household, {
      title: "Harbor.Lights.S01E01",
      tags: ["alice"],
    });
    await household.start();
    const alice = await household.signedIn("alice");
    const stream = await alice.stream("?delta=1");
    await stream.until(() => stream.view().size === 1, "hers at first");
    household.sonarr.retag(series.id, ["bob"]);
    // The library is re-read every few minutes, and soon when the queue names a series that is not known.
    grabEpisode(household, { title: "New.Show.S01E01", series: "New Show", tags: ["hd"] });
    await stream.until(() => {
      clock.advance(STEP_MS);
      return stream.view().size === 0;
    }, "not hers any more");
    expect(stream.events.at(-1)?.data).toContain(download.id);
    stream.close();
  });
});
