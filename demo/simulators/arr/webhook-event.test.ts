import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { send, SimulatorServer } from "../simulator-server.ts";
import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask, type Json } from "./ask.ts";

let arr: ArrSimulator | null = null;
let status = 200;
const receiver = new SimulatorServer((_, response) => send(response, status, ""));

/** Starts it with one connection that has every switch of its version on, and forgets the live test. */
async function connected<T extends ArrSimulator>(simulator: T, change: object = {}): Promise<T> {
  await simulator.start();
  arr = simulator;
  const [form] = (await ask(simulator, "/api/v3/notification/schema")).body as unknown as object[];
  const flags = Object.keys(form ?? {}).filter((name) => name.startsWith("on"));
  await ask(simulator, "/api/v3/notification", {
    method: "POST",
    body: {
      ...Object.fromEntries(flags.map((name) => [name, true])),
      name: "sofarr",
      implementation: "Webhook",
      configContract: "WebhookSettings",
      tags: [],
      fields: [{ name: "url", value: receiver.url }],
      ...change,
    },
  });
  receiver.requests.length = 0;
  return simulator;
}

function bodies(): Json[] {
  return receiver.requests.map((request) => JSON.parse(request.body) as Json);
}

/** A Sonarr whose pack of two is done. */
async function sonarrWithPack(version: string) {
  const sonarr = await connected(createSonarrSimulator({ version }));
  const series = sonarr.addSeries({ title: "Harbour of Glass", seasons: [2], tags: ["mira"] });
  const item = sonarr.addQueueItem({
    title: "Harbour.S01",
    seriesId: series.id,
    episodeIds: series.episodes.map((episode) => episode.id),
    outputPath: "/downloads/Harbour.S01",
  });
  return { sonarr, series, item };
}

beforeEach(async () => {
  status = 200;
  await receiver.start();
});

afterEach(async () => {
  await arr?.stop();
  await receiver.stop();
});

describe("webhooks of a simulated *arr", () => {
  it("tell of a grab with labels of tags, and with no id or date of the event", async () => {
    const { sonarr, item } = await sonarrWithPack("4.0.19");
    const deliveries = await sonarr.fire({ type: "Grab", item });
    expect(deliveries).toStrictEqual([{ connection: "sofarr", eventType: "Grab", status: 200 }]);
    const [body] = bodies();
    expect(body).toMatchObject({
      eventType: "Grab",
      instanceName: "Sonarr",
      series: { titleSlug: "harbour-of-glass", tags: ["mira"] },
      episodes: [{ episodeNumber: 1 }, { episodeNumber: 2 }],
      release: { quality: "WEBDL-1080p", releaseTitle: "Harbour.S01" },
      downloadId: item.downloadId,
    });
    expect(Object.keys(body ?? {})).not.toContain("date");
  });

  it("of Sonarr 3 say neither who sends nor which tags", async () => {
    const { sonarr, item } = await sonarrWithPack("3.0.10");
    await sonarr.fire({ type: "Grab", item });
    const [body] = bodies();
    expect(Object.keys(body ?? {})).not.toContain("instanceName");
    for (const absent of ["tags", "titleSlug", "year", "tmdbId"]) {
      expect(Object.keys(body?.series ?? {})).not.toContain(absent);
    }
  });

  it("tell of each imported file, and then of the whole under the same name", async () => {
    const { sonarr, item } = await sonarrWithPack("4.0.19");
    await sonarr.fire({ type: "Download", item });
    await sonarr.fire({ type: "ImportComplete", item });
    const seen = bodies();
    expect(seen.map((body) => body.eventType)).toStrictEqual(["Download", "Download", "Download"]);
    expect(seen[1]).toMatchObject({ isUpgrade: false, episodes: [{ episodeNumber: 2 }] });
    expect(seen[2]).toMatchObject({ fileCount: 2, sourcePath: "/downloads/Harbour.S01" });
    expect(Object.keys(seen[2] ?? {})).not.toContain("isUpgrade");
  });

  it("do not tell of the whole where the version has no such switch", async () => {
    const { sonarr, item } = await sonarrWithPack("4.0.0");
    expect(await sonarr.fire({ type: "ImportComplete", item })).toStrictEqual([]);
  });

  it("capitalise the status of a download that needs a hand", async () => {
    const { sonarr, item } = await sonarrWithPack("4.0.19");
    item.trackedDownloadStatus = "warning";
    item.statusMessages = [{ title: "Harbour.S01", messages: ["Sample"] }];
    await sonarr.fire({ type: "ManualInteractionRequired", item });
    expect(bodies()[0]).toMatchObject({
      downloadStatus: "Warning",
      downloadStatusMessages: [{ messages: ["Sample"] }],
    });
  });

  it("never tell of a download that was not recognised", async () => {
    const { sonarr } = await sonarrWithPack("4.0.19");
    const item = sonarr.addQueueItem({ title: "Who.Knows" });
    expect(await sonarr.fire({ type: "ManualInteractionRequired", item })).toStrictEqual([]);
  });

  it("have a list of deleted files after an upgrade and a boolean after a deletion", async () => {
    const radarr = await connected(createRadarrSimulator());
    const movie = radarr.addMovie({ title: "Nightshift" });
    const item = radarr.addQueueItem({ title: "Nightshift.2160p", movieId: movie.id });
    await radarr.fire({ type: "Download", item, isUpgrade: true });
    await radarr.fire({ type: "TitleDeleted", titleId: movie.id });
    const [upgrade, deletion] = bodies();
    expect(Array.isArray(upgrade?.deletedFiles)).toBe(true);
    expect(deletion).toMatchObject({ eventType: "MovieDelete", deletedFiles: true });
  });

  it("respect the tags of the connection", async () => {
    const radarr = await connected(createRadarrSimulator(), { tags: [1] });
    const [wanted, other] = ["kept", "other"].map((tag) =>
      radarr.addMovie({ title: tag, tags: [tag] }),
    );
    for (const movie of [wanted, other]) {
      await radarr.fire({ type: "TitleAdded", titleId: movie?.id ?? 0 });
    }
    expect(bodies()).toMatchObject([{ movie: { title: "kept", tags: ["kept"] } }]);
  });

  it("tell of health with a sender in Radarr, and of its return without", async () => {
    const radarr = await connected(createRadarrSimulator());
    await radarr.fire({ type: "Health", message: "Indexers are failing" });
    await radarr.fire({ type: "HealthRestored", message: "Indexers are back" });
    const [trouble, relief] = bodies();
    expect(trouble).toMatchObject({ level: "warning", instanceName: "Radarr" });
    expect(Object.keys(relief ?? {})).not.toContain("instanceName");
  });

  it("are sent once, however the receiver answers", async () => {
    const { sonarr, item } = await sonarrWithPack("4.0.19");
    status = 503;
    const deliveries = await sonarr.fire({ type: "Grab", item });
    expect(deliveries.map((one) => one.status)).toStrictEqual([503]);
    expect(receiver.requests).toHaveLength(1);
  });
});
