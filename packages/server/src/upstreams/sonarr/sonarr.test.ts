import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createSonarrSimulator,
  type SonarrSimulator,
} from "../../../../../demo/simulators/arr/arr-simulator.ts";
import { Secret } from "../../config/secret.ts";
import type { ArrReading } from "../../domain/arr-reading.ts";
import type { Instance } from "../instance.ts";
import { sonarr } from "./index.ts";
import { makeInstance } from "../make-instance.case.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR_MS = 3_600_000;
const HASH = "AABBCCDDEEFF00112233445566778899AABBCCDD";

describe.each(["3.0.10", "4.0.0", "4.0.19"])("Sonarr %s", (version) => {
  let simulator: SonarrSimulator;
  let client: ReturnType<typeof sonarr.connect>;
  let now: number;

  const connect = (change: Partial<Instance> = {}): typeof client =>
    sonarr.connect(instanceOf(simulator, change), {
      now: () => now,
      log: { debug: () => {}, info: () => {}, warn: () => {} },
    });
  const read = async (): Promise<ArrReading> => await client.read(AbortSignal.timeout(10_000));
  const isAtLeast4 = !version.startsWith("3.");

  beforeEach(async () => {
    now = NOW;
    simulator = createSonarrSimulator({ version, now: () => now });
    await simulator.start();
    client = connect();
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("an empty Sonarr is an empty reading", async () => {
    const { queue, titles, grabs } = await read();
    expect([queue, [...titles], grabs]).toEqual([[], [], []]);
  });

  test("a season pack is one row per episode, all joined to one download", async () => {
    const series = simulator.addSeries({ title: "Harbor Lights", tags: ["Mara"], seasons: [3] });
    const episodeIds = series.episodes.map((episode) => episode.id);
    simulator.addQueueItem({
      title: "Harbor.Lights.S01.1080p.WEB-DL",
      downloadId: HASH,
      seriesId: series.id,
      episodeIds,
      size: 3e9,
      sizeleft: 1e9,
    });
    const { queue, titles } = await read();
    expect(queue.map((record) => record.episode)).toEqual(
      series.episodes.map(({ id, seasonNumber, episodeNumber, title }) => ({
        id,
        seasonNumber,
        episodeNumber,
        title,
      })),
    );
    for (const record of queue) {
      expect(record).toMatchObject({
        joinKeys: [`torrent:${HASH.toLowerCase()}`],
        titleId: series.id,
        isUpgrade: isAtLeast4 ? false : null,
        quality: "WEBDL-1080p",
      });
    }
    expect(titles.get(series.id)).toMatchObject({
      title: "Harbor Lights",
      tvdbId: series.tvdbId,
      tmdbId: isAtLeast4 ? series.tmdbId : null,
      pagePath: "/series/harbor-lights",
      tagLabels: ["mara"],
      hasFile: false,
      posterUrl: expect.stringMatching(/^http.*\/poster\/1\.png$/) as string,
    });
  });

  test("a whole household's queue comes, not the first ten rows", async () => {
    const series = simulator.addSeries({ title: "Long Runner", seasons: [30] });
    for (const { id } of series.episodes) {
      simulator.addQueueItem({ title: `Long.Runner.${id}`, seriesId: series.id, episodeIds: [id] });
    }
    expect((await read()).queue).toHaveLength(30);
  });

  test("releases that Sonarr does not know, or holds back, are rows too", async () => {
    simulator.addQueueItem({ title: "Who.Knows.2026", downloadId: HASH });
    simulator.addQueueItem({ title: "Later.S01E01", downloadId: null, status: "delay" });
    const { queue } = await read();
    const byTitle = new Map(queue.map((record) => [record.releaseTitle, record]));
    expect(byTitle.get("Who.Knows.2026")).toMatchObject({ titleId: null, episode: null });
    expect(byTitle.get("Later.S01E01")).toMatchObject({
      joinKeys: [],
      status: "delay",
      trackedState: null,
    });
  });

  test("a stuck import says why, in this version's words for the state", async () => {
    const series = simulator.addSeries({ title: "Harbor Lights" });
    simulator.addQueueItem({
      title: "Harbor.Lights.S01E01",
      seriesId: series.id,
      episodeIds: series.episodes.slice(0, 1).map((episode) => episode.id),
      status: "completed",
      trackedDownloadStatus: "warning",
      trackedDownloadState: "importBlocked",
      statusMessages: [{ title: "Harbor.Lights.S01E01", messages: ["Sample"] }],
    });
    const [record] = (await read()).queue;
    expect(record?.trackedState).toBe(version === "4.0.19" ? "importBlocked" : "importPending");
    expect(record?.trackedStatus).toBe("warning");
    expect(record?.statusMessages).toEqual(["Sample"]);
  });

  test("grabs are there after the queue row is gone, and only grabs", async () => {
    const series = simulator.addSeries({ title: "Harbor Lights" });
    const grab = {
      titleId: series.id,
      episodeIds: series.episodes.slice(0, 1).map((episode) => episode.id),
      sourceTitle: "Harbor.Lights.S01E01",
      downloadId: HASH,
    };
    simulator.addHistory({ ...grab, eventType: "grabbed", date: now - HOUR_MS });
    simulator.addHistory({ ...grab, eventType: "downloadFolderImported", date: now });
    const { grabs } = await read();
    expect(grabs).toMatchObject([
      {
        titleId: series.id,
        releaseTitle: "Harbor.Lights.S01E01",
        at: now - HOUR_MS,
        episode: { seasonNumber: 1, episodeNumber: 1 },
      },
    ]);
    expect(grabs[0]?.joinKeys).toContain(`torrent:${HASH.toLowerCase()}`);
  });

  test("nothing new is the same reading; one row's change leaves the others alone", async () => {
    const series = simulator.addSeries({ title: "Harbor Lights", seasons: [2] });
    const keys = series.episodes.map(
      ({ id }) =>
        simulator.addQueueItem({ title: `H.${id}`, seriesId: series.id, episodeIds: [id] }).key,
    );
    const first = await read();
    expect(await read()).toBe(first);
    simulator.updateQueueItem(keys[0] ?? "", { status: "completed" });
    const second = await read();
    const changed = second.queue.filter((record) => !first.queue.includes(record));
    expect(changed.map((record) => record.releaseTitle)).toEqual(["H.1"]);
    expect(second.titles).toBe(first.titles);
  });

  test("a new series with a new tag belongs to its person within the poll that shows it", async () => {
    await read();
    now += 20_000;
    const series = simulator.addSeries({ title: "Brand New", tags: ["jon"] });
    simulator.addQueueItem({ title: "Brand.New.S01E01", seriesId: series.id, episodeIds: [1] });
    expect((await read()).titles.get(series.id)?.tagLabels).toEqual(["jon"]);
  });

  test("a probe tells the version; a wrong key is unauthorized", async () => {
    const probe = await client.probe(AbortSignal.timeout(5_000));
    expect(probe).toEqual({ version: simulator.version, credentials: "accepted", notes: [] });
    await client.close();
    client = connect({ apiKey: new Secret("wrong") });
    await expect(read()).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test.each(["reset", "status-500", "html", "half-json", "wrong-type", "redirect"] as const)(
    "%s is an UpstreamError, and the reading after it is right",
    async (fault) => {
      await read();
      simulator.server.fault = fault;
      await expect(read()).rejects.toMatchObject({ name: "UpstreamError" });
      simulator.server.fault = null;
      expect((await read()).queue).toEqual([]);
    },
  );
});

describe("a Sonarr below a URL base", () => {
  test("is read there, and says so when the base is missing from the URL", async () => {
    const simulator = createSonarrSimulator({ urlBase: "/sonarr", now: () => NOW });
    await simulator.start();
    const deps = { now: () => NOW, log: { debug: () => {}, info: () => {}, warn: () => {} } };
    const signal = AbortSignal.timeout(10_000);
    const right = sonarr.connect(instanceOf(simulator), deps);
    const wrong = sonarr.connect(instanceOf(simulator, { url: simulator.server.url }), deps);
    expect((await right.read(signal)).queue).toEqual([]);
    await expect(wrong.read(signal)).rejects.toMatchObject({
      reason: "bad-status",
      advice: expect.stringContaining("URL Base") as string,
    });
    await Promise.all([right.close(), wrong.close()]);
    await simulator.stop();
  });
});

function instanceOf(simulator: SonarrSimulator, change: Partial<Instance> = {}): Instance {
  return makeInstance({
    kind: "sonarr",
    url: simulator.url,
    apiKey: new Secret(simulator.apiKey),
    ...change,
  });
}
