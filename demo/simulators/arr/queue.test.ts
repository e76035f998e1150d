import { afterEach, describe, expect, it } from "vitest";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask, firstRow, rowsOf } from "./ask.ts";

const HASH = "0123456789ABCDEF0123456789ABCDEF01234567";
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

let arr: ArrSimulator | null = null;

async function running<T extends ArrSimulator>(simulator: T): Promise<T> {
  await simulator.start();
  arr = simulator;
  return simulator;
}

/** A Sonarr with a season pack of three in the queue. */
async function sonarrWithPack(version = "4.0.19") {
  const sonarr = await running(createSonarrSimulator({ version, now: () => NOW }));
  const series = sonarr.addSeries({ title: "Harbour of Glass", seasons: [3], episodesOnDisk: 1 });
  const pack = sonarr.addQueueItem({
    downloadId: HASH,
    title: "Harbour.of.Glass.S01.1080p.WEB-DL.mkv",
    seriesId: series.id,
    episodeIds: series.episodes.map((episode) => episode.id),
    size: 3000,
    sizeleft: 1500,
    timeleftSeconds: 90,
  });
  return { sonarr, series, pack };
}

/** A Radarr with as many movies downloading as asked for. */
async function radarrWithQueue(count: number) {
  const radarr = await running(createRadarrSimulator());
  for (let at = 0; at < count; at += 1) {
    const movie = radarr.addMovie({ title: `Movie ${at}` });
    radarr.addQueueItem({ title: `Movie.${at}.mkv`, movieId: movie.id, timeleftSeconds: at });
  }
  return radarr;
}

afterEach(() => arr?.stop());

describe("the queue of a simulated *arr", () => {
  it("shows ten rows when no page size is asked for", async () => {
    const radarr = await radarrWithQueue(13);
    const { body } = await ask(radarr, "/api/v3/queue");
    expect(body.records).toHaveLength(10);
    expect(body).toMatchObject({ page: 1, pageSize: 10, totalRecords: 13, sortKey: "timeleft" });
  });

  it("gives an earlier page again past the end, so that looping until empty never ends", async () => {
    const radarr = await radarrWithQueue(20);
    const { body } = await ask(radarr, "/api/v3/queue?page=9&pageSize=10");
    expect(body.page).toBe(2);
    expect(body.records).toHaveLength(10);
  });

  it("gives everything on one big page", async () => {
    const radarr = await radarrWithQueue(13);
    const { body } = await ask(radarr, "/api/v3/queue?pageSize=1000");
    expect(body.records).toHaveLength(13);
  });

  it("replaces a sort key it does not know without a word", async () => {
    const radarr = await radarrWithQueue(1);
    const { body } = await ask(radarr, "/api/v3/queue?sortKey=nonsense&sortDirection=ascending");
    expect(body).toMatchObject({ sortKey: "timeleft", sortDirection: "ascending" });
  });

  it("has one row per episode of a pack, each with the size of the whole", async () => {
    const { sonarr } = await sonarrWithPack();
    const rows = rowsOf(await ask(sonarr, "/api/v3/queue"));
    expect(new Set(rows.map((row) => row.id)).size).toBe(3);
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toMatchObject({ downloadId: HASH, size: 3000, sizeleft: 1500 });
    }
  });

  it("leaves title and episode out unless they are asked for", async () => {
    const { sonarr, series } = await sonarrWithPack();
    const bare = firstRow(await ask(sonarr, "/api/v3/queue"));
    expect(bare.series).toBeUndefined();
    expect(bare.episode).toBeUndefined();
    const query = "includeSeries=true&includeEpisode=true";
    const full = firstRow(await ask(sonarr, `/api/v3/queue?${query}`));
    expect(full.series).toMatchObject({ id: series.id, title: "Harbour of Glass" });
    expect(full.series?.images?.[0]).toStrictEqual({
      coverType: "poster",
      remoteUrl: `${sonarr.url}/poster/${series.id}.png`,
    });
    expect(full.episode).toMatchObject({ seasonNumber: 1, hasFile: true });
  });

  it("writes times in the .NET form and takes the extension off the title", async () => {
    const { sonarr } = await sonarrWithPack();
    const row = firstRow(await ask(sonarr, "/api/v3/queue/details"));
    expect(row).toMatchObject({
      title: "Harbour.of.Glass.S01.1080p.WEB-DL",
      timeleft: "00:01:30",
      estimatedCompletionTime: "2026-01-02T03:05:35Z",
      added: "2026-01-02T03:04:05Z",
    });
  });

  it("keeps the extension in Radarr", async () => {
    const radarr = await radarrWithQueue(1);
    expect(firstRow(await ask(radarr, "/api/v3/queue/details")).title).toBe("Movie.0.mkv");
  });

  it("has no time left while paused", async () => {
    const { sonarr, pack } = await sonarrWithPack();
    sonarr.updateQueueItem(pack.key, { status: "paused" });
    const row = firstRow(await ask(sonarr, "/api/v3/queue/details"));
    expect(Object.keys(row)).not.toContain("timeleft");
  });

  it("hides what it does not recognise, but not in the details", async () => {
    const { sonarr } = await sonarrWithPack();
    sonarr.addQueueItem({ title: "Who.Knows" });
    expect((await ask(sonarr, "/api/v3/queue")).body.totalRecords).toBe(3);
    const all = await ask(sonarr, "/api/v3/queue?includeUnknownSeriesItems=true");
    expect(all.body.totalRecords).toBe(4);
    expect((await ask(sonarr, "/api/v3/queue/details")).body).toHaveLength(4);
  });

  it("does not know the other app's name for the unknown items", async () => {
    const { sonarr } = await sonarrWithPack();
    sonarr.addQueueItem({ title: "Who.Knows" });
    const answer = await ask(sonarr, "/api/v3/queue?includeUnknownMovieItems=true");
    expect(answer.body.totalRecords).toBe(3);
  });

  it("appends releases that are held back, without a state and without a downloadId", async () => {
    const radarr = await radarrWithQueue(0);
    const movie = radarr.addMovie({ title: "Later" });
    radarr.addQueueItem({ downloadId: null, title: "Later", movieId: movie.id, status: "delay" });
    const row = firstRow(await ask(radarr, "/api/v3/queue"));
    expect(row.status).toBe("delay");
    for (const absent of ["downloadId", "trackedDownloadState", "trackedDownloadStatus"]) {
      expect(Object.keys(row)).not.toContain(absent);
    }
  });

  it("filters the details by title and episode", async () => {
    const { sonarr, series } = await sonarrWithPack();
    const [, second] = series.episodes;
    const details = async (query: string): Promise<unknown> =>
      rowsOf(await ask(sonarr, `/api/v3/queue/details?${query}`));
    expect(await details("seriesId=99")).toHaveLength(0);
    expect(await details(`episodeIds=${second?.id}&episodeIds=99`)).toHaveLength(1);
  });

  it("counts rows and trouble", async () => {
    const { sonarr } = await sonarrWithPack();
    sonarr.addQueueItem({ title: "Who.Knows", trackedDownloadStatus: "warning" });
    expect((await ask(sonarr, "/api/v3/queue/status")).body).toStrictEqual({
      totalCount: 4,
      count: 3,
      unknownCount: 1,
      errors: false,
      warnings: false,
      unknownErrors: false,
      unknownWarnings: true,
    });
  });
});

describe("the queue across versions", () => {
  it("has one language and no custom formats in Sonarr 3", async () => {
    const { sonarr } = await sonarrWithPack("3.0.10");
    const row = firstRow(await ask(sonarr, "/api/v3/queue/details"));
    expect(row.language).toStrictEqual({ id: 1, name: "English" });
    for (const absent of ["languages", "customFormats", "episodeHasFile", "added"]) {
      expect(Object.keys(row)).not.toContain(absent);
    }
  });

  it("has no date of the grab in the first Sonarr 4, but a list of languages", async () => {
    const { sonarr } = await sonarrWithPack("4.0.0");
    const row = firstRow(await ask(sonarr, "/api/v3/queue/details"));
    expect(row.languages).toHaveLength(1);
    expect(row.episodeHasFile).toBe(true);
    expect(Object.keys(row)).not.toContain("added");
  });

  it.each([
    ["4.0.0", "importPending", "warning"],
    ["4.0.19", "importBlocked", "warning"],
  ])("Sonarr %s calls a blocked import %s", async (version, state, status) => {
    const { sonarr, pack } = await sonarrWithPack(version);
    sonarr.updateQueueItem(pack.key, {
      trackedDownloadState: "importBlocked",
      trackedDownloadStatus: "warning",
    });
    const row = firstRow(await ask(sonarr, "/api/v3/queue/details"));
    expect(row).toMatchObject({ trackedDownloadState: state, trackedDownloadStatus: status });
  });
});
