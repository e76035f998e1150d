import type { AwaitedTitle, DashboardPayload } from "@sofarr/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createOmbiSimulator, type OmbiSimulator } from "../../demo/simulators/ombi/index.ts";
import type { Browser } from "./browser.ts";
import { startHousehold, type Household } from "./household.ts";
import { TestClock } from "./test-clock.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SOON = { timeout: 20_000, interval: 100 };

describe("what was asked for and is in no download client", () => {
  let clock: TestClock;
  let household: Household;
  let ombi: OmbiSimulator;

  beforeEach(async () => {
    clock = new TestClock();
    household = await startHousehold({ clock });
    ombi = createOmbiSimulator({ apiKey: "ombi-secret-key-1" });
    await ombi.start();
  });
  afterEach(async () => {
    await household.stop();
    await ombi.stop();
  });

  const start = () =>
    household.start({
      OMBI_INSTANCES: JSON.stringify([{ name: "main", url: ombi.url, apiKey: ombi.apiKey }]),
      EMBY_PUBLIC_URL: "https://watch.example.org",
    });
  const awaitedBy = async (browser: Browser, query = ""): Promise<readonly AwaitedTitle[]> =>
    (await browser.downloads(query)).awaited;
  /** Until the next poll of Ombi, and the next look at the libraries. */
  async function later(look: () => Promise<unknown>, expected: unknown): Promise<void> {
    clock.advance(2 * MINUTE_MS);
    await expect.poll(look, SOON).toEqual(expected);
  }

  test("is told step by step, from the wish to the download", async () => {
    const { alice: account } = household.users;
    const { id } = ombi.addMovieRequest({
      title: "The Quiet Ferry",
      theMovieDbId: 414,
      requestedBy: ombi.addUser({ userName: "ally", providerUserId: account.id }),
      requestedAt: clock.now() - DAY_MS,
    });
    await start();
    const alice = await household.signedIn("alice");
    const [first] = await awaitedBy(alice);
    expect(first).toMatchObject({
      mediaType: "movie",
      stage: "unapproved",
      title: "The Quiet Ferry",
      ombiRequestId: String(id),
      people: [],
    });
    const stages = async (): Promise<readonly string[]> =>
      (await awaitedBy(alice)).map(({ stage }) => stage);

    ombi.updateRequest("movie", id, { approved: true });
    await later(stages, ["approved"]);
    const movie = household.radarr.addMovie({
      title: "The Quiet Ferry",
      tmdbId: 414,
      comesOutAt: clock.now() + DAY_MS,
    });
    await later(stages, ["unreleased"]);
    movie.comesOutAt = null;
    await later(stages, ["searching"]);
    const held = household.radarr.addQueueItem({
      downloadId: null,
      title: "The.Quiet.Ferry.2024",
      movieId: movie.id,
      status: "delay",
      timeleftSeconds: 3_600,
    });
    await later(stages, ["held"]);
    const [found] = await awaitedBy(alice);
    expect(Date.parse(found?.until ?? "")).toBeGreaterThan(Date.now() + 30 * MINUTE_MS);
    expect(found?.coverArt).toMatch(/^\/api\/dashboard\/cover-art\?url=/u);

    household.radarr.removeQueueItem(held.key);
    const { id: hash } = household.qbittorrent.add({
      title: "The.Quiet.Ferry.2024",
      state: "downloading",
      sizeBytes: 1e9,
    });
    household.radarr.addQueueItem({
      downloadId: hash.toUpperCase(),
      title: "The.Quiet.Ferry.2024",
      movieId: movie.id,
    });
    await later(stages, []);
    const { downloads, mediaServerUrl }: DashboardPayload = await alice.downloads();
    expect(downloads).toMatchObject([{ movieName: "The Quiet Ferry", ombiRequestId: String(id) }]);
    expect(mediaServerUrl).toBe("https://watch.example.org");
  });

  test("comes as a step of the stream, to those it is for and to nobody else", async () => {
    const series = household.sonarr.addSeries({ title: "Harbor Lights", tags: ["alice"] });
    await start();
    const [alice, bob, admin] = await Promise.all([
      household.signedIn("alice"),
      household.signedIn("bob"),
      household.signedIn("admin"),
    ]);
    const [hers, his] = await Promise.all([
      alice.stream("?delta=table"),
      bob.stream("?delta=table&showAll=true"),
    ]);
    await hers.until(() => hers.events.length > 0, "the first frame");
    household.sonarr.addQueueItem({
      downloadId: null,
      title: "Harbor.Lights.S01E02",
      seriesId: series.id,
      episodeIds: series.episodes.slice(1, 2).map((episode) => episode.id),
      status: "delay",
    });
    await hers.until(
      () => hers.events.some(({ event, data }) => event === "patch" && data.includes('"held"')),
      "what is held back",
    );
    expect(await awaitedBy(alice)).toMatchObject([
      { title: "Harbor Lights", episodes: [{ seasonNumber: 1, episodeNumber: 2 }], people: [] },
    ]);
    expect(await awaitedBy(bob, "?showAll=true")).toEqual([]);
    expect(his.events.map(({ data }) => data).join("")).not.toContain("Harbor");
    expect(await awaitedBy(admin)).toEqual([]);
    expect(await awaitedBy(admin, "?showAll=true")).toMatchObject([{ people: ["Alice"] }]);
    hers.close();
    his.close();
  });
});
