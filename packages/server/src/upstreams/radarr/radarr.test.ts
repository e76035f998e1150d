import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  createRadarrSimulator,
  type RadarrSimulator,
} from "../../../../../demo/simulators/arr/arr-simulator.ts";
import { Secret } from "../../config/secret.ts";
import type { ArrReading } from "../../domain/arr-reading.ts";
import type { Instance } from "../instance.ts";
import { sonarr } from "../sonarr/index.ts";
import { radarr } from "./index.ts";
import { makeInstance } from "../make-instance.case.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };

describe.each(["3.2.2", "4.7.5", "5.14.0", "6.1.0"])("Radarr %s", (version) => {
  let simulator: RadarrSimulator;
  let client: ReturnType<typeof radarr.connect>;

  const read = async (): Promise<ArrReading> => await client.read(AbortSignal.timeout(10_000));
  const instance = (): Instance =>
    makeInstance({
      kind: "radarr",
      url: simulator.url,
      apiKey: new Secret(simulator.apiKey),
    });

  beforeEach(async () => {
    simulator = createRadarrSimulator({ version, now: () => NOW });
    await simulator.start();
    client = radarr.connect(instance(), { now: () => NOW, log: QUIET });
  });
  afterEach(async () => {
    await client.close();
    await simulator.stop();
  });

  test("a movie on its way is told with its library entry", async () => {
    const movie = simulator.addMovie({ title: "Slow Tide", year: 2025, tags: ["Mara", "4k"] });
    simulator.addQueueItem({
      title: "Slow.Tide.2025.1080p.mkv",
      movieId: movie.id,
      protocol: "usenet",
      downloadId: "SABnzbd_nzo_aBc",
      size: 8e9,
      sizeleft: 2e9,
    });
    const { queue, titles, kind } = await read();
    expect(kind).toBe("radarr");
    expect(queue).toMatchObject([
      {
        joinKeys: ["usenet:SABnzbd_nzo_aBc"],
        protocol: "usenet",
        releaseTitle: "Slow.Tide.2025.1080p.mkv",
        titleId: movie.id,
        episode: null,
        isUpgrade: false,
      },
    ]);
    expect(titles.get(movie.id)).toMatchObject({
      title: "Slow Tide",
      year: 2025,
      tmdbId: movie.tmdbId,
      tvdbId: null,
      pagePath: `/movie/${movie.tmdbId}`,
      tagLabels: ["mara", "4k"],
    });
  });

  test("a download for a movie that is there already is an upgrade", async () => {
    const movie = simulator.addMovie({ title: "Slow Tide", hasFile: true });
    simulator.addQueueItem({ title: "Slow.Tide.2160p", movieId: movie.id });
    const { queue, titles } = await read();
    expect([queue[0]?.isUpgrade, titles.get(movie.id)?.hasFile]).toEqual([true, true]);
  });

  test("unknown releases are rows too, without a title and without a word on upgrades", async () => {
    simulator.addQueueItem({ title: "Who.Knows.2026" });
    expect((await read()).queue).toMatchObject([{ titleId: null, isUpgrade: null }]);
  });

  test("grabs come with their movie", async () => {
    const movie = simulator.addMovie({ title: "Slow Tide" });
    simulator.addHistory({
      eventType: "grabbed",
      titleId: movie.id,
      sourceTitle: "Slow.Tide.2025",
      downloadId: "ABC",
      date: NOW - 1000,
    });
    expect((await read()).grabs).toMatchObject([
      { titleId: movie.id, releaseTitle: "Slow.Tide.2025", at: NOW - 1000, episode: null },
    ]);
  });

  test("a probe tells the version", async () => {
    expect((await client.probe(AbortSignal.timeout(5_000))).version).toBe(simulator.version);
  });

  test("configured as a Sonarr it is found out", async () => {
    const wrong = sonarr.connect(instance(), { now: () => NOW, log: QUIET });
    const signal = AbortSignal.timeout(5_000);
    await expect(wrong.probe(signal)).rejects.toMatchObject({
      message: "is Radarr, but is configured as Sonarr",
      advice: expect.stringContaining("RADARR_INSTANCES") as string,
    });
    await expect(wrong.read(signal)).rejects.toMatchObject({
      advice: expect.stringContaining("Check that the URL is Sonarr's") as string,
    });
    await wrong.close();
  });
});
