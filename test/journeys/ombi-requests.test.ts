import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OmbiRequestsResponse } from "@sofarr/contract";

import { createOmbiSimulator, type OmbiSimulator } from "../../demo/simulators/ombi/index.ts";
import type { Browser } from "./browser.ts";
import { startHousehold, type Household } from "./household.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Less than the minute that lies between two polls of Ombi. */
const SOON = { timeout: 20_000, interval: 250 };
const MONDAY = Date.UTC(2026, 4, 18, 12);

describe("requests in Ombi", () => {
  let household: Household;
  let ombi: OmbiSimulator;
  let kids: OmbiSimulator;

  beforeEach(async () => {
    household = await startHousehold();
    ombi = createOmbiSimulator({ apiKey: "ombi-secret-key-1" });
    kids = createOmbiSimulator({ apiKey: "ombi-secret-key-2" });
    await Promise.all([ombi.start(), kids.start()]);
  });
  afterEach(async () => {
    await household.stop();
    await Promise.all([ombi.stop(), kids.stop()]);
  });

  async function start(change: Record<string, string> = {}): Promise<void> {
    const instances = [
      {
        name: "main",
        url: ombi.url,
        apiKey: ombi.apiKey,
        publicUrl: "https://requests.example.org",
      },
      { name: "kids", url: kids.url, apiKey: kids.apiKey },
    ];
    await household.start({ OMBI_INSTANCES: JSON.stringify(instances), ...change });
  }

  async function ask(browser: Browser, query = ""): Promise<OmbiRequestsResponse> {
    const answer = await browser.get(`/api/ombi/requests${query}`);
    if (answer.status !== 200)
      throw new Error(`requests answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as OmbiRequestsResponse;
  }

  const titlesIn = ({ requests }: OmbiRequestsResponse): string[] =>
    [...requests.movie, ...requests.tv].map(({ title }) => title);

  /** Alice asked for four things in two Ombis, Bob for one of the same shows and a movie. */
  function fill(): void {
    const { alice, bob } = household.users;
    // By id, under another name; and without an id, by name alone.
    const aliceHere = ombi.addUser({ userName: "ally", alias: "Al", providerUserId: alice.id });
    const aliceThere = kids.addUser({ userName: "ALICE", userType: "local" });
    const bobHere = ombi.addUser({ userName: "alice", providerUserId: bob.id });
    ombi.addMovieRequest({
      title: "The Quiet Ferry",
      theMovieDbId: 414_906,
      releasedAt: Date.UTC(2022, 1, 1),
      requestedBy: aliceHere,
      requestedAt: MONDAY,
      approved: true,
    });
    ombi.addMovieRequest({
      title: "Already There",
      requestedBy: aliceHere,
      requestedAt: MONDAY + DAY_MS,
      approved: true,
      available: true,
    });
    ombi.addMovieRequest({ title: "Secret Present", requestedBy: bobHere, requestedAt: MONDAY });
    ombi.addTvRequest({
      title: "Harbor Lights",
      externalProviderId: 1396,
      tvDbId: 81_189,
      requestedBy: aliceHere,
      requestedAt: MONDAY + 2 * DAY_MS,
      denied: true,
      deniedReason: "We have it on disc",
    });
    ombi.addTvRequest({
      title: "Harbor Lights",
      externalProviderId: 1396,
      requestedBy: bobHere,
      requestedAt: MONDAY,
    });
    kids.addTvRequest({
      title: "Puppet Harbour",
      requestedBy: aliceThere,
      requestedAt: MONDAY - DAY_MS,
    });
  }

  test("each person sees what they asked for, from every Ombi, and an admin what everybody did", async () => {
    fill();
    await start();
    const alice = await household.signedIn("alice");
    const hers = await ask(alice, "?showAll=true");
    expect(hers).toMatchObject({ user: "Alice", isAdmin: false, showAll: false, total: 4 });
    expect(hers.requests.movie.map(({ title }) => title)).toEqual([
      "Already There",
      "The Quiet Ferry",
    ]);
    expect(hers.requests.tv.map(({ title }) => title)).toEqual(["Harbor Lights", "Puppet Harbour"]);
    expect(hers.requests.movie[1]).toEqual({
      id: expect.any(Number) as number,
      title: "The Quiet Ferry",
      requestedDate: new Date(MONDAY).toISOString(),
      available: false,
      approved: true,
      denied: false,
      requested: true,
      deniedReason: null,
      theMovieDbId: 414_906,
      theTvDbId: null,
      year: 2022,
      quality: null,
      requestedUser: { userName: "ally", alias: "Al" },
      mediaType: "movie",
      instanceId: "ombi-main",
      coverArt: null,
      ombiLink: "https://requests.example.org/details/movie/414906",
    });
    expect(hers.requests.tv[0]).toMatchObject({
      mediaType: "tv",
      denied: true,
      deniedReason: "We have it on disc",
      theMovieDbId: 1396,
      theTvDbId: 81_189,
      ombiLink: "https://requests.example.org/details/tv/1396",
    });
    // This Ombi has no public address: an internal one is nothing for her.
    expect(hers.requests.tv[1]).toMatchObject({ instanceId: "ombi-kids", ombiLink: null });
    expect(hers.sources.map(({ id, state }) => [id, state])).toEqual([
      ["ombi-main", "ok"],
      ["ombi-kids", "ok"],
    ]);

    const bob = await household.signedIn("bob");
    expect(titlesIn(await ask(bob)).toSorted()).toEqual(["Harbor Lights", "Secret Present"]);

    const admin = await household.signedIn("admin");
    expect(await ask(admin)).toMatchObject({ showAll: false, total: 0 });
    const all = await ask(admin, "?showAll=true");
    expect(all).toMatchObject({ user: "Root", isAdmin: true, showAll: true, total: 6 });
    expect(all.requests.tv.at(-1)?.ombiLink).toBe(
      `${kids.url}/details/tv/${all.requests.tv.at(-1)?.theMovieDbId}`,
    );
  });

  test("a title that an *arr has comes with its poster, good for this person alone", async () => {
    fill();
    household.radarr.addMovie({ title: "Named Otherwise", tmdbId: 414_906 });
    await start();
    const [alice, bob] = [await household.signedIn("alice"), await household.signedIn("bob")];
    const { movie } = (await ask(alice, "?search=ferry")).requests;
    const poster = movie[0]?.coverArt ?? "";
    expect(await alice.get(poster)).toMatchObject({ status: 200 });
    expect(await bob.get(poster)).toMatchObject({ status: 400 });
    expect((await ask(alice, "?search=already")).requests.movie[0]?.coverArt).toBeNull();
  });

  test("filters are given once or several times, and count in the total", async () => {
    fill();
    await start();
    const alice = await household.signedIn("alice");
    const found = async (query: string): Promise<string[]> => {
      const answer = await ask(alice, query);
      expect(answer.total).toBe(titlesIn(answer).length);
      return titlesIn(answer);
    };
    expect(await found("?type=movie")).toEqual(["Already There", "The Quiet Ferry"]);
    expect(await found("?type=movie&type=tv")).toHaveLength(4);
    expect(await found("?type=tv&type=all")).toHaveLength(4);
    expect(await found("?status=denied")).toEqual(["Harbor Lights"]);
    expect(await found("?status=denied&status=pending")).toEqual([
      "Harbor Lights",
      "Puppet Harbour",
    ]);
    expect(await found("?search=HARBO&type=tv&sort=title_desc")).toEqual([
      "Puppet Harbour",
      "Harbor Lights",
    ]);
    expect(await found("?search=present")).toEqual([]);
    expect(await found("?sort=requestedDate_asc&type=movie")).toEqual([
      "The Quiet Ferry",
      "Already There",
    ]);
    for (const bad of ["?type=music", "?status=lost", "?sort=size", "?showAll=maybe"]) {
      expect(await alice.get(`/api/ombi/requests${bad}`)).toMatchObject({ status: 400 });
    }
    expect((await household.browser().get("/api/ombi/requests")).status).toBe(401);
  });

  test("looking again costs Ombi nothing, and an Ombi that is away is said to be", async () => {
    fill();
    await start({ POLL_INTERVAL: "3600000" });
    const alice = await household.signedIn("alice");
    expect((await ask(alice)).total).toBe(4);
    const calls = ombi.server.requests.length;
    for (let look = 0; look < 5; look += 1) await ask(alice, `?search=${look}`);
    expect(ombi.server.requests).toHaveLength(calls);
    await household.stopServer();

    kids.server.fault = "status-500";
    await start();
    const again = await household.signedIn("alice");
    const answer = await ask(again);
    expect(answer.total).toBe(3);
    expect(answer.sources.map(({ id, state }) => [id, state])).toEqual([
      ["ombi-main", "ok"],
      ["ombi-kids", "failed"],
    ]);
  });

  test("an Ombi that goes away, and one that comes back, is said to those who look, long before it is polled", async () => {
    fill();
    await start();
    const alice = await household.signedIn("alice");
    const look = async (): Promise<[number, string[]]> => {
      const { total, sources } = await ask(alice);
      return [total, sources.map(({ state }) => state)];
    };
    expect(await look()).toEqual([4, ["ok", "ok"]]);
    await kids.server.stop();
    // What it said before is still told.
    await expect.poll(look, SOON).toEqual([4, ["ok", "stale"]]);
    await kids.server.start();
    await expect.poll(look, SOON).toEqual([4, ["ok", "ok"]]);
  }, 60_000);

  test("without an Ombi there are no requests, and that is no error", async () => {
    await household.start();
    const alice = await household.signedIn("alice");
    expect(await ask(alice)).toMatchObject({
      requests: { movie: [], tv: [] },
      total: 0,
      sources: [],
    });
  });
});
