import { afterEach, describe, expect, it } from "vitest";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask, firstRow, rowsOf, type Asked } from "./ask.ts";
import { INDEXER_KEY } from "./history-data.ts";

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

let arr: ArrSimulator | null = null;

async function running<T extends ArrSimulator>(simulator: T): Promise<T> {
  await simulator.start();
  arr = simulator;
  return simulator;
}

/** A Radarr whose movie was grabbed, failed and deleted, an hour apart. */
async function radarrWithHistory() {
  const radarr = await running(createRadarrSimulator());
  const { id } = radarr.addMovie({ title: "Nightshift" });
  for (const [at, eventType] of (["grabbed", "downloadFailed", "fileDeleted"] as const).entries()) {
    const date = START + at * HOUR_MS;
    radarr.addHistory({ eventType, titleId: id, sourceTitle: "N", downloadId: "D", date });
  }
  return radarr;
}

function types(answer: Asked): unknown[] {
  return rowsOf(answer).map((record) => record.eventType);
}

afterEach(() => arr?.stop());

describe("the history of a simulated *arr", () => {
  it("comes newest first, ten rows a page, and empty past the end", async () => {
    const sonarr = await running(createSonarrSimulator());
    const series = sonarr.addSeries({ title: "Long", seasons: [12] });
    const episodeIds = series.episodes.map((episode) => episode.id);
    const row = { titleId: series.id, episodeIds, sourceTitle: "Long.S01" };
    sonarr.addHistory({ eventType: "grabbed", date: START, ...row });
    const { body } = await ask(sonarr, "/api/v3/history");
    expect(body).toMatchObject({ totalRecords: 12, pageSize: 10, sortDirection: "descending" });
    expect(body.records).toHaveLength(10);
    expect((await ask(sonarr, "/api/v3/history?page=3")).body.records).toHaveLength(0);
  });

  it("is filtered by numbers, several at once", async () => {
    const radarr = await radarrWithHistory();
    const one = await ask(radarr, "/api/v3/history?eventType=1");
    const two = await ask(radarr, "/api/v3/history?eventType=1&eventType=4");
    expect(types(one)).toStrictEqual(["grabbed"]);
    expect(types(two)).toStrictEqual(["downloadFailed", "grabbed"]);
  });

  it("takes only the first number in Sonarr 3", async () => {
    const sonarr = await running(createSonarrSimulator({ version: "3.0.10" }));
    const { id } = sonarr.addSeries({ title: "S" });
    for (const eventType of ["grabbed", "downloadFailed"] as const) {
      sonarr.addHistory({ eventType, titleId: id, sourceTitle: "S" });
    }
    const answer = await ask(sonarr, "/api/v3/history?eventType=1&eventType=4");
    expect(types(answer)).toStrictEqual(["grabbed"]);
  });

  it("has other numbers for the rarer events in each app", async () => {
    const radarr = await radarrWithHistory();
    expect(types(await ask(radarr, "/api/v3/history?eventType=6"))).toStrictEqual([
      "movieFileDeleted",
    ]);
    expect((await ask(radarr, "/api/v3/history?eventType=5")).body.records).toHaveLength(0);
  });

  it("refuses the name of an event where a number is wanted", async () => {
    const radarr = await radarrWithHistory();
    expect((await ask(radarr, "/api/v3/history?eventType=grabbed")).status).toBe(400);
  });

  it("since a date comes oldest first, that moment included", async () => {
    const radarr = await radarrWithHistory();
    const date = new Date(START + HOUR_MS).toISOString();
    const answer = await ask(radarr, `/api/v3/history/since?date=${date}`);
    expect(types(answer)).toStrictEqual(["downloadFailed", "movieFileDeleted"]);
    expect((await ask(radarr, "/api/v3/history/since?date=yesterday")).status).toBe(400);
  });

  it("of one title needs the title", async () => {
    const radarr = await radarrWithHistory();
    expect((await ask(radarr, "/api/v3/history/movie?movieId=1")).body).toHaveLength(3);
    expect((await ask(radarr, "/api/v3/history/movie")).status).toBe(400);
  });

  it("keeps unknown values as null, and carries indexer keys nobody may pass on", async () => {
    const radarr = await radarrWithHistory();
    const grab = firstRow(await ask(radarr, "/api/v3/history?eventType=1"));
    expect(grab.data).toMatchObject({ imdbId: null, size: String(1024 ** 3) });
    expect(grab.data?.downloadUrl).toContain(INDEXER_KEY);
  });

  it("writes a failure and searches again when a grab is marked as failed", async () => {
    const radarr = await radarrWithHistory();
    const [grab] = radarr.history();
    const path = `/api/v3/history/failed/${grab?.id}`;
    expect((await ask(radarr, path, { method: "POST" })).status).toBe(200);
    expect(radarr.history().at(-1)?.data["message"]).toBe("Manually marked as failed");
    expect(radarr.commands()).toHaveLength(1);
  });
});

describe("the library of a simulated *arr", () => {
  it("has tags as ids on titles and labels in lower case in its own list", async () => {
    const sonarr = await running(createSonarrSimulator());
    sonarr.addTag("other");
    const series = sonarr.addSeries({ title: "S", tvdbId: 77, tags: ["3 - Zoë Moss"] });
    expect((await ask(sonarr, "/api/v3/tag")).body).toStrictEqual([
      { id: 1, label: "other" },
      { id: 2, label: "3 - zoë moss" },
    ]);
    expect((await ask(sonarr, "/api/v3/series?tvdbId=77")).body).toMatchObject([{ tags: [2] }]);
    expect(rowsOf(await ask(sonarr, "/api/v3/tag/detail"))[1]?.seriesIds).toStrictEqual([
      series.id,
    ]);
  });

  it("lists episodes of a series or by id, and nothing without either", async () => {
    const sonarr = await running(createSonarrSimulator());
    const series = sonarr.addSeries({ title: "S", seasons: [2, 2], episodesOnDisk: 1 });
    const season = await ask(sonarr, `/api/v3/episode?seriesId=${series.id}&seasonNumber=2`);
    expect(season.body).toHaveLength(2);
    expect((await ask(sonarr, "/api/v3/episode?episodeIds=1")).body).toMatchObject([
      { hasFile: true, seasonNumber: 1, episodeNumber: 1 },
    ]);
    expect((await ask(sonarr, "/api/v3/episode")).status).toBe(400);
  });

  it("names a movie's page by its TMDB id and leaves out files it does not have", async () => {
    const radarr = await running(createRadarrSimulator());
    radarr.addMovie({ title: "Nightshift", tmdbId: 4242 });
    const movie = firstRow(await ask(radarr, "/api/v3/movie?tmdbId=4242"));
    expect(movie).toMatchObject({ titleSlug: "4242", hasFile: false, movieFileId: 0 });
    expect(Object.keys(movie)).not.toContain("movieFile");
  });
});
