import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
  type RadarrSimulator,
  type SonarrSimulator,
} from "../../../../../demo/simulators/arr/arr-simulator.ts";
import { Secret } from "../../config/secret.ts";
import { RADARR } from "../radarr/shape.ts";
import { SONARR } from "../sonarr/shape.ts";
import { ArrFake } from "./arr.fake.ts";
import { ArrClient } from "./client.ts";
import { makeInstance } from "../make-instance.case.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const DEPS = { now: () => NOW, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const signal = AbortSignal.timeout(600_000);
const WEBHOOK = {
  name: "sofarr",
  implementation: "Webhook",
  configContract: "WebhookSettings",
  tags: [],
  onGrab: true,
  onDownload: true,
};

function connect(simulator: ArrSimulator): ArrClient {
  return new ArrClient(
    simulator.kind === "sonarr" ? SONARR : RADARR,
    makeInstance({
      kind: simulator.kind,
      url: simulator.url,
      apiKey: new Secret(simulator.apiKey),
    }),
    DEPS,
  );
}

describe("history", () => {
  test.each(["3.0.10", "4.0.19"])(
    "of Sonarr %s has what was imported and what failed, newest first",
    async (version) => {
      const simulator = createSonarrSimulator({ version, now: () => NOW });
      await simulator.start();
      const client = connect(simulator);
      const series = simulator.addSeries({
        title: "Harbor Lights",
        seasons: [2],
        episodesOnDisk: 1,
      });
      const [first, second] = series.episodes.map((episode) => episode.id);
      const row = { titleId: series.id, sourceTitle: "H.S01E01", downloadId: "ABC" };
      simulator.addHistory({ ...row, eventType: "grabbed", date: NOW - 3 * DAY_MS });
      simulator.addHistory({
        ...row,
        eventType: "downloadFailed",
        episodeIds: [first ?? 0],
        date: NOW - 2 * DAY_MS,
        data: { message: "Archive is damaged: /downloads/x.rar" },
      });
      simulator.addHistory({
        ...row,
        eventType: "downloadFolderImported",
        episodeIds: [second ?? 0],
        date: NOW - DAY_MS,
      });
      simulator.addHistory({ ...row, eventType: "downloadFolderImported", date: NOW - 9 * DAY_MS });
      simulator.addHistory({ ...row, eventType: "fileRenamed", date: NOW - DAY_MS });
      const records = await client.control.history(
        NOW - 7 * DAY_MS,
        ["imported", "failed"],
        signal,
      );
      expect(records).toMatchObject([
        {
          event: "imported",
          at: NOW - DAY_MS,
          titleId: series.id,
          episode: { seasonNumber: 1, episodeNumber: 2 },
          releaseTitle: "H.S01E01",
          message: null,
          hasFile: false,
        },
        {
          event: "failed",
          at: NOW - 2 * DAY_MS,
          episode: { seasonNumber: 1, episodeNumber: 1 },
          message: "Archive is damaged: /downloads/x.rar",
          hasFile: true,
        },
      ]);
      expect(records[0]?.joinKeys).toContain("torrent:abc");
      await client.close();
      await simulator.stop();
    },
  );
});

describe("what a Sonarr can be made to do", () => {
  let simulator: SonarrSimulator;
  let client: ArrClient;

  beforeEach(async () => {
    simulator = createSonarrSimulator({ now: () => NOW });
    await simulator.start();
    client = connect(simulator);
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("a pack is removed and blocklisted by any of its rows, without a second search", async () => {
    const series = simulator.addSeries({ title: "Harbor Lights", seasons: [2] });
    const episodeIds = series.episodes.map((episode) => episode.id);
    const { key } = simulator.addQueueItem({ title: "H.S01", seriesId: series.id, episodeIds });
    simulator.addHistory({
      eventType: "grabbed",
      titleId: series.id,
      episodeIds,
      sourceTitle: "H.S01",
      downloadId: key,
    });
    const [first, sibling] = simulator.rowIds(key);
    const removal = { blocklist: true, skipRedownload: true, removeFromClient: true };
    expect(await client.control.removeFromQueue(first ?? 0, removal, signal)).toBe(true);
    expect(await client.control.removeFromQueue(sibling ?? 0, removal, signal)).toBe(false);
    expect(simulator.deletions()).toEqual([{ downloadId: key, changeCategory: false, ...removal }]);
    expect(simulator.blocklist()).toHaveLength(1);
    expect(simulator.commands()).toEqual([]);
  });

  test("searches are commands with their arguments", async () => {
    await client.control.search({ name: "EpisodeSearch", episodeIds: [4, 5] }, signal);
    await client.control.search({ name: "SeasonSearch", seriesId: 2, seasonNumber: 1 }, signal);
    await client.control.search({ name: "SeriesSearch", seriesId: 3 }, signal);
    await client.control.refreshMonitoredDownloads(signal);
    expect(simulator.commands().map(({ name, args }) => [name, args])).toEqual([
      ["EpisodeSearch", expect.objectContaining({ episodeIds: [4, 5] })],
      ["SeasonSearch", expect.objectContaining({ seriesId: 2, seasonNumber: 1 })],
      ["SeriesSearch", expect.objectContaining({ seriesId: 3 })],
      ["RefreshMonitoredDownloads", expect.anything()],
    ]);
  });

  test("a season has its own episodes alone, and a Radarr has none", async () => {
    const series = simulator.addSeries({ title: "Harbor Lights", seasons: [2, 3] });
    const second = series.episodes.slice(2).map(({ id }) => id);
    expect(await client.control.episodeIdsOfSeason(series.id, 2, signal)).toEqual(second);
    const radarr = createRadarrSimulator({ now: () => NOW });
    await radarr.start();
    const movies = connect(radarr);
    expect(await movies.control.episodeIdsOfSeason(1, 1, signal)).toEqual([]);
    expect(radarr.server.requests).toEqual([]);
    await movies.close();
    await radarr.stop();
  });

  test("calls are handed on, with the answers that are for the caller", async () => {
    simulator.addQueueItem({ title: "Something" });
    const call = {
      method: "GET",
      path: "/queue",
      query: { pageSize: 1, includeUnknownSeriesItems: true },
    } as const;
    expect(await client.control.passThrough(call, signal)).toMatchObject({
      status: 200,
      body: { totalRecords: 1, records: [{ title: "Something" }] },
    });
    const unknown = await client.control.passThrough(
      { method: "GET", path: "/series/999" },
      signal,
    );
    expect(unknown.status).toBe(404);
  });

  test.each([
    "queue",
    "/../system",
    "/a/%2E%2e/b",
    "/queue?apikey=x",
    "/queue#x",
    "//host/x",
    "/a b",
    "",
  ])("the path %j is not handed on", async (path) => {
    await expect(client.control.passThrough({ method: "GET", path }, signal)).rejects.toThrow(
      "not a plain path",
    );
    expect(simulator.server.requests).toEqual([]);
  });

  test("connections are listed, made, changed, tried and removed", async () => {
    const { notifications } = client.control;
    const schema = await notifications.schema(signal);
    expect(JSON.stringify(schema.body)).toContain('"WebhookSettings"');
    // The simulator itself answers the live test that goes with saving.
    const fields = [
      { name: "url", value: `${simulator.server.url}/ping` },
      { name: "method", value: 1 },
    ];
    expect(await notifications.test({ ...WEBHOOK, fields }, signal)).toMatchObject({ status: 200 });
    const created = await notifications.create({ ...WEBHOOK, fields }, signal);
    expect(created).toMatchObject({ status: 201, body: { name: "sofarr", onGrab: true } });
    const { id } = created.body as { id: number };
    const changed = await notifications.update(
      id,
      { ...WEBHOOK, id, fields, onGrab: false },
      signal,
    );
    expect(changed).toMatchObject({ status: 202, body: { onGrab: false } });
    expect((await notifications.get(id, signal)).body).toMatchObject({ id, onGrab: false });
    expect((await notifications.list(signal)).body).toHaveLength(1);
    const again = await notifications.create({ ...WEBHOOK, fields }, signal);
    expect(again.status).toBe(400);
    expect((await notifications.remove(id, signal)).status).toBe(200);
    expect((await notifications.list(signal)).body).toEqual([]);
  });
});

describe("what a Radarr can be made to do", () => {
  let simulator: RadarrSimulator;
  let client: ArrClient;

  beforeEach(async () => {
    simulator = createRadarrSimulator({ now: () => NOW });
    await simulator.start();
    client = connect(simulator);
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("a download is removed from the list alone and its movie searched", async () => {
    const movie = simulator.addMovie({ title: "Slow Tide" });
    const { key } = simulator.addQueueItem({ title: "Slow.Tide", movieId: movie.id });
    const [row] = simulator.rowIds(key);
    const removal = { blocklist: false, skipRedownload: true, removeFromClient: false };
    expect(await client.control.removeFromQueue(row ?? 0, removal, signal)).toBe(true);
    await client.control.search({ name: "MoviesSearch", movieIds: [movie.id] }, signal);
    expect(simulator.deletions()).toMatchObject([removal]);
    expect(simulator.commands()).toMatchObject([
      { name: "MoviesSearch", args: { movieIds: [movie.id] } },
    ]);
  });
});

describe("trouble while doing something", () => {
  test.each([401, 403, 302, 500, 503])(
    "status %i is an UpstreamError, never handed on",
    async (status) => {
      const fake = new ArrFake({ "/queue": status, "/queue/5": status, "/command": status });
      await fake.server.start();
      const client = new ArrClient(SONARR, fake.instance(), DEPS);
      const { control } = client;
      const removal = { blocklist: true, skipRedownload: true, removeFromClient: true };
      const expected = { name: "UpstreamError", status };
      await expect(
        control.passThrough({ method: "GET", path: "/queue" }, signal),
      ).rejects.toMatchObject(expected);
      await expect(control.removeFromQueue(5, removal, signal)).rejects.toMatchObject(expected);
      await expect(
        control.search({ name: "SeriesSearch", seriesId: 1 }, signal),
      ).rejects.toMatchObject(expected);
      await client.close();
      await fake.server.stop();
    },
  );
});
