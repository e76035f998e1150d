import type { HistoryItem, HistoryResponse } from "@sofarr/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { INDEXER_KEY } from "../../demo/simulators/arr/history-data.ts";
import type { Browser } from "./browser.ts";
import { startHousehold, type Household } from "./household.ts";
import { TestClock } from "./test-clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe("what came of a household's downloads", () => {
  let clock: TestClock;
  let household: Household;

  beforeEach(async () => {
    clock = new TestClock();
    household = await startHousehold({ clock });
  });
  afterEach(async () => {
    await household.stop();
  });

  test("each person sees their own, with poster and episodes; an admin everyone's, with links", async () => {
    seriesWithPack(household, "alice");
    const ferry = household.radarr.addMovie({ title: "The Quiet Ferry", tags: ["user-bob"] });
    household.radarr.addHistory({
      eventType: "downloadFailed",
      titleId: ferry.id,
      sourceTitle: "The.Quiet.Ferry.2024.1080p",
      downloadId: "SABnzbd_nzo_ferry",
      data: { message: "Unpacking failed, see /downloads/incomplete/ferry or http://sab:8080/x" },
    });
    await household.start();

    const alice = await household.signedIn("alice");
    const hers = await historyOf(alice, "?showAll=true");
    expect(hers).toMatchObject({ user: "Alice", isAdmin: false, showAll: false, days: 7 });
    expect(hers.unread).toEqual([]);
    expect(hers.history).toEqual([
      {
        id: "sonarr-main/imported/1/PACK",
        type: "series",
        outcome: "imported",
        title: "Harbor.Lights.S01.1080p",
        seriesName: "Harbor Lights",
        movieName: null,
        episodes: [1, 2, 3].map((episodeNumber) => ({
          seasonNumber: 1,
          episodeNumber,
          title: `Part 1.${episodeNumber}`,
        })),
        coverArt: expect.stringMatching(/^\/api\/dashboard\/cover-art\?url=urn/u) as string,
        completedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.000Z$/u) as string,
        quality: "WEBDL-1080p",
        instanceName: "main",
        arrLink: null,
        allTags: ["alice"],
        matchedUserTag: "alice",
        availableForUpgrade: false,
        failureMessage: null,
      },
    ]);
    expect((await alice.get(hers.history[0]?.coverArt ?? "")).status).toBe(200);

    const bob = await household.signedIn("bob");
    const his = (await historyOf(bob)).history;
    expect(his).toHaveLength(1);
    expect(his[0]).toMatchObject({
      type: "movie",
      outcome: "failed",
      movieName: "The Quiet Ferry",
      episodes: [],
      matchedUserTag: "user-bob",
      failureMessage: "Unpacking failed, see [path]",
    });

    const admin = await household.signedIn("admin");
    expect((await historyOf(admin)).history).toEqual([]);
    const all = (await historyOf(admin, "?showAll=true")).history;
    expect(all.map(({ outcome }) => outcome).toSorted()).toEqual(["failed", "imported"]);
    expect(all.find(({ type }) => type === "series")).toMatchObject({
      arrLink: `${household.sonarr.url}/series/harbor-lights`,
      matchedUserTag: "alice",
      tagBadges: [{ label: "alice", user: "Alice" }],
    });
  });

  test("no key, path or address of an indexer or *arr is in it, not even for admins", async () => {
    seriesWithPack(household, "alice");
    await household.start();
    for (const who of ["alice", "admin"] as const) {
      const browser = await household.signedIn(who);
      const { text } = await browser.get("/api/history/recent?showAll=true&days=90");
      expect(text).toContain("Harbor");
      for (const secret of [INDEXER_KEY, "indexer.example", "/downloads", "/library", "/tv/"]) {
        expect(text).not.toContain(secret);
      }
    }
    const alice = await household.signedIn("alice");
    expect((await alice.get("/api/history/recent")).text).not.toContain("http:");
  });

  test("the window is whole, however much happened in it, and nothing before it", async () => {
    const series = household.sonarr.addSeries({
      title: "Long Runner",
      tags: ["alice"],
      seasons: [90],
    });
    for (const [at, { id }] of series.episodes.entries()) {
      household.sonarr.addHistory({
        eventType: "downloadFolderImported",
        titleId: series.id,
        episodeIds: [id],
        sourceTitle: `Long.Runner.S01E${at + 1}`,
        downloadId: `run${at + 1}`,
        date: Date.now() - at * DAY_MS - HOUR_MS,
      });
    }
    await household.start();
    const alice = await household.signedIn("alice");
    const countFor = async (query: string) => (await historyOf(alice, query)).history.length;
    expect(await countFor("?days=90")).toBe(90);
    expect(await countFor("")).toBe(7);
    expect(await countFor("?days=1")).toBe(1);
    const times = (await historyOf(alice, "?days=90")).history.map(
      ({ completedAt }) => completedAt,
    );
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test.each(["0", "91", "-1", "1.5", "abc", ""])("days=%s is refused", async (days) => {
    await household.start();
    const alice = await household.signedIn("alice");
    expect((await alice.get(`/api/history/recent?days=${days}`)).status).toBe(400);
  });

  test("nobody who is not signed in sees anything", async () => {
    seriesWithPack(household, "alice");
    await household.start();
    expect((await household.browser().get("/api/history/recent")).status).toBe(401);
  });

  test("a failure ends with a later import, and says when what it was for is on disk", async () => {
    const movies = household.radarr;
    const made = movies.addMovie({ title: "Made Good", tags: ["alice"], hasFile: true });
    const upgrade = movies.addMovie({ title: "Better Copy", tags: ["alice"], hasFile: true });
    const missing = movies.addMovie({ title: "Still Missing", tags: ["alice"] });
    const failed = (titleId: number, sourceTitle: string, ago: number) =>
      movies.addHistory({
        eventType: "downloadFailed",
        titleId,
        sourceTitle,
        downloadId: sourceTitle,
        date: Date.now() - ago,
      });
    failed(made.id, "Made.Good.1", 2 * HOUR_MS);
    failed(upgrade.id, "Better.Copy.1", 2 * HOUR_MS);
    failed(missing.id, "Still.Missing.1", 2 * HOUR_MS);
    movies.addHistory({
      eventType: "downloadFolderImported",
      titleId: made.id,
      sourceTitle: "Made.Good.2",
      downloadId: "Made.Good.2",
      date: Date.now() - HOUR_MS,
    });
    const series = household.sonarr.addSeries({
      title: "Harbor Lights",
      tags: ["alice"],
      episodesOnDisk: 1,
    });
    for (const { id, episodeNumber } of series.episodes.slice(0, 2)) {
      household.sonarr.addHistory({
        eventType: "downloadFailed",
        titleId: series.id,
        episodeIds: [id],
        sourceTitle: `Harbor.Lights.E${episodeNumber}`,
        downloadId: `e${episodeNumber}`,
      });
    }
    await household.start();
    const { history } = await historyOf(await household.signedIn("alice"));
    const told = ({ title, outcome, availableForUpgrade }: HistoryItem) =>
      `${title} ${outcome}${availableForUpgrade ? ", on disk" : ""}`;
    expect(history.map(told).toSorted()).toEqual([
      "Better.Copy.1 failed, on disk",
      "Harbor.Lights.E1 failed, on disk",
      "Harbor.Lights.E2 failed",
      "Made.Good.2 imported",
      "Still.Missing.1 failed",
    ]);
  });

  test("an instance that fails is named and keeps the others", async () => {
    seriesWithPack(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    await alice.downloads();
    household.anime.server.fault = "status-500";
    const { history, unread } = await historyOf(alice);
    expect(history).toHaveLength(1);
    expect(unread).toEqual([
      {
        instanceId: "sonarr-anime",
        instanceName: "anime",
        reason: "It answers with an error.",
        asOf: null,
        missingBefore: null,
      },
    ]);
  });

  test("an instance that goes silent keeps its part, as of when it was last read, for its owners alone", async () => {
    seriesWithPack(household, "alice");
    await household.start();
    const alice = await household.signedIn("alice");
    await alice.downloads();
    const before = await historyOf(alice);
    expect(before).toMatchObject({ history: [{ title: "Harbor.Lights.S01.1080p" }], unread: [] });
    const readAt = clock.now();

    household.sonarr.server.fault = "status-500";
    clock.advance(60_000);
    const { history, unread } = await historyOf(alice);
    expect(history).toEqual(before.history);
    expect(unread).toEqual([
      {
        instanceId: "sonarr-main",
        instanceName: "main",
        reason: "It answers with an error.",
        asOf: expect.any(String) as string,
        missingBefore: null,
      },
    ]);
    const asOf = Date.parse(unread[0]?.asOf ?? "");
    expect(asOf).toBeLessThanOrEqual(readAt);
    expect(asOf).toBeGreaterThan(readAt - 60_000);
    const month = await historyOf(alice, "?days=30");
    expect(month.history).toEqual(before.history);
    expect(Date.parse(month.unread[0]?.missingBefore ?? "")).toBe(asOf - 7 * DAY_MS);
    // Nobody else sees it for its being old.
    expect((await historyOf(await household.signedIn("bob"))).history).toEqual([]);
  });

  test("an instance of which nothing was ever read is named, not left out", async () => {
    seriesWithPack(household, "alice");
    household.sonarr.server.fault = "status-500";
    household.sonarr.server.faultFilter = ({ path }) => path.endsWith("/series");
    await household.start();
    const { history, unread } = await historyOf(await household.signedIn("alice"));
    expect(history).toEqual([]);
    expect(unread.map(({ instanceId }) => instanceId)).toEqual(["sonarr-main"]);
  });

  test("many who look cost one call per kind of event", async () => {
    seriesWithPack(household, "alice");
    await household.start();
    const browsers = await Promise.all(
      (["alice", "bob", "admin"] as const).map((who) => household.signedIn(who)),
    );
    const asked = (): readonly (string | null)[] =>
      household.sonarr.server.requests
        .filter(({ path }) => path.endsWith("/history/since"))
        .map(({ query }) => query.get("eventType"))
        .filter((eventType) => eventType !== "1");
    // What the polls themselves have to know.
    expect(asked()).toEqual(["3"]);
    await Promise.all([...browsers, ...browsers].map((browser) => historyOf(browser)));
    expect(asked()).toHaveLength(3);
    expect(new Set(asked().slice(1))).toEqual(new Set(["3", "4"]));
  });

  test("what is not in the library any more is nobody's, and admins see it", async () => {
    household.sonarr.addHistory({
      eventType: "downloadFolderImported",
      titleId: 4711,
      sourceTitle: "Forgotten.S01E01",
      downloadId: "gone",
    });
    await household.start();
    expect((await historyOf(await household.signedIn("alice"))).history).toEqual([]);
    const admin = await household.signedIn("admin");
    expect((await historyOf(admin, "?showAll=true")).history).toMatchObject([
      { title: "Forgotten.S01E01", seriesName: null, arrLink: null, allTags: [] },
    ]);
  });
});

async function historyOf(browser: Browser, query = ""): Promise<HistoryResponse> {
  const answer = await browser.get(`/api/history/recent${query}`);
  if (answer.status !== 200) throw new Error(`history answered ${answer.status}: ${answer.text}`);
  return JSON.parse(answer.text) as HistoryResponse;
}

/** A pack of three, imported file by file. */
function seriesWithPack(household: Household, tag: string): void {
  const series = household.sonarr.addSeries({ title: "Harbor Lights", tags: [tag] });
  const grab = { titleId: series.id, downloadId: "PACK" };
  const episodeIds = series.episodes.map(({ id }) => id);
  const sourceTitle = "Harbor.Lights.S01.1080p";
  household.sonarr.addHistory({ ...grab, eventType: "grabbed", episodeIds, sourceTitle });
  for (const { id, episodeNumber } of series.episodes) {
    household.sonarr.addHistory({
      ...grab,
      eventType: "downloadFolderImported",
      episodeIds: [id],
      sourceTitle: `harbor.lights.s01e0${episodeNumber}`,
    });
  }
}
