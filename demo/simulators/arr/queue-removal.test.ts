import { afterEach, describe, expect, it } from "vitest";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask, type Asked } from "./ask.ts";

const HASH = "0123456789ABCDEF0123456789ABCDEF01234567";

let arr: ArrSimulator | null = null;

async function running<T extends ArrSimulator>(simulator: T): Promise<T> {
  await simulator.start();
  arr = simulator;
  return simulator;
}

/** A Sonarr with one download of the given episodes (first season of three), grabbed unless said otherwise. */
async function sonarrWith(
  options: {
    version?: string;
    episodes?: number;
    isGrabbed?: boolean;
    releaseSource?: string;
  } = {},
) {
  const sonarr = await running(createSonarrSimulator({ version: options.version ?? "4.0.19" }));
  const series = sonarr.addSeries({ title: "Harbour of Glass", seasons: [3] });
  const episodeIds = series.episodes.slice(0, options.episodes ?? 3).map((episode) => episode.id);
  const title = "Harbour.of.Glass.S01";
  sonarr.addQueueItem({ downloadId: HASH, title, seriesId: series.id, episodeIds });
  if (options.isGrabbed ?? true) {
    sonarr.addHistory({
      eventType: "grabbed",
      titleId: series.id,
      episodeIds,
      sourceTitle: title,
      downloadId: HASH,
      data: { releaseSource: options.releaseSource ?? "Rss" },
    });
  }
  return { sonarr, series, episodeIds };
}

function remove(simulator: ArrSimulator, id: number | undefined, query = ""): Promise<Asked> {
  return ask(simulator, `/api/v3/queue/${id}${query}`, { method: "DELETE" });
}

function failures(simulator: ArrSimulator): number {
  return simulator.history().filter((event) => event.eventType === "downloadFailed").length;
}

afterEach(() => arr?.stop());

describe("removing from the queue of a simulated *arr", () => {
  it("deletes from the client by default, and only that", async () => {
    const { sonarr } = await sonarrWith();
    const gone: string[] = [];
    sonarr.onRemoveFromClient((downloadId) => gone.push(downloadId));
    const answer = await remove(sonarr, sonarr.rowIds(HASH)[0]);
    expect([answer.status, answer.body]).toStrictEqual([200, {}]);
    expect(gone).toStrictEqual([HASH]);
    expect([failures(sonarr), sonarr.blocklist().length, sonarr.commands().length]).toStrictEqual([
      0, 0, 0,
    ]);
  });

  it("takes the whole pack with one of its rows; the sibling rows are then 404", async () => {
    const { sonarr } = await sonarrWith();
    const [first, second] = sonarr.rowIds(HASH);
    await remove(sonarr, first);
    expect((await remove(sonarr, second)).status).toBe(404);
    expect(sonarr.queueItems()).toHaveLength(0);
    expect(sonarr.deletions()).toHaveLength(1);
  });

  it("writes a failure per episode and searches the whole season again after blocklisting a full pack", async () => {
    const { sonarr, series } = await sonarrWith();
    await remove(sonarr, sonarr.rowIds(HASH)[0], "?blocklist=true");
    expect(failures(sonarr)).toBe(3);
    expect(sonarr.blocklist()).toMatchObject([{ sourceTitle: "Harbour.of.Glass.S01" }]);
    expect(sonarr.commands()).toMatchObject([
      {
        name: "SeasonSearch",
        trigger: "unspecified",
        args: { seriesId: series.id, seasonNumber: 1 },
      },
    ]);
  });

  it("searches single episodes when the pack was only part of the season", async () => {
    const { sonarr, episodeIds } = await sonarrWith({ episodes: 2 });
    await remove(sonarr, sonarr.rowIds(HASH)[0], "?blocklist=true");
    expect(sonarr.commands()).toMatchObject([{ name: "EpisodeSearch", args: { episodeIds } }]);
  });

  it("does not search when told to skip that", async () => {
    const { sonarr } = await sonarrWith();
    await remove(sonarr, sonarr.rowIds(HASH)[0], "?blocklist=true&skipRedownload=true");
    expect(sonarr.blocklist()).toHaveLength(1);
    expect(sonarr.commands()).toHaveLength(0);
  });

  it("does not know skipRedownload in Sonarr 3 and searches all the same", async () => {
    const { sonarr } = await sonarrWith({ version: "3.0.10" });
    await remove(sonarr, sonarr.rowIds(HASH)[0], "?blocklist=true&skipRedownload=true");
    expect(sonarr.commands()).toHaveLength(1);
  });

  it.each([
    ["3.0.10", 1],
    ["4.0.19", 0],
  ])("Sonarr %s given the old name blacklist blocklists %d", async (version, count) => {
    const { sonarr } = await sonarrWith({ version });
    await remove(sonarr, sonarr.rowIds(HASH)[0], "?blacklist=true");
    expect(sonarr.blocklist()).toHaveLength(count);
  });

  it("blocklists nothing, and says nothing, without a grab in history", async () => {
    const { sonarr } = await sonarrWith({ isGrabbed: false });
    const answer = await remove(sonarr, sonarr.rowIds(HASH)[0], "?blocklist=true");
    expect(answer.status).toBe(200);
    expect([failures(sonarr), sonarr.blocklist().length, sonarr.commands().length]).toStrictEqual([
      0, 0, 0,
    ]);
  });

  it("ignores the download when every flag is off: it stays in the client", async () => {
    const { sonarr } = await sonarrWith();
    const gone: string[] = [];
    sonarr.onRemoveFromClient((downloadId) => gone.push(downloadId));
    await remove(sonarr, sonarr.rowIds(HASH)[0], "?removeFromClient=false");
    expect(gone).toStrictEqual([]);
    expect(sonarr.history().at(-1)?.eventType).toBe("downloadIgnored");
  });

  it.each([
    ["4.7.5", false],
    ["5.14.0", true],
  ])("Radarr %s knows changeCategory: %s", async (version, isKnown) => {
    const radarr = await running(createRadarrSimulator({ version }));
    const movie = radarr.addMovie({ title: "Nightshift" });
    radarr.addQueueItem({ downloadId: HASH, title: "Nightshift", movieId: movie.id });
    const query = "?removeFromClient=false&changeCategory=true";
    await remove(radarr, radarr.rowIds(HASH)[0], query);
    expect(radarr.deletions()[0]?.changeCategory).toBe(isKnown);
    expect(radarr.history().some((event) => event.eventType === "downloadIgnored")).toBe(!isKnown);
  });

  it("searches a movie again after blocklisting it", async () => {
    const radarr = await running(createRadarrSimulator({ version: "4.7.5" }));
    const movie = radarr.addMovie({ title: "Nightshift" });
    radarr.addQueueItem({ downloadId: HASH, title: "Nightshift", movieId: movie.id });
    const grab = { titleId: movie.id, sourceTitle: "Nightshift", downloadId: HASH };
    radarr.addHistory({ eventType: "grabbed", ...grab });
    await remove(radarr, radarr.rowIds(HASH)[0], "?blocklist=true");
    expect(radarr.commands()).toMatchObject([{ name: "MoviesSearch", args: { movieIds: [1] } }]);
  });

  it("only takes a held-back release off the list", async () => {
    const { sonarr, series } = await sonarrWith();
    const held = sonarr.addQueueItem({ downloadId: null, title: "Later", seriesId: series.id });
    await remove(sonarr, sonarr.rowIds(held.key)[0], "?blocklist=true");
    expect([failures(sonarr), sonarr.blocklist().length]).toStrictEqual([0, 0]);
    expect(sonarr.queueItems().map((item) => item.key)).toStrictEqual([HASH]);
  });

  it("removes in bulk, passing over ids that do not exist", async () => {
    const { sonarr } = await sonarrWith();
    const ids = [...sonarr.rowIds(HASH), 1];
    const answer = await ask(sonarr, "/api/v3/queue/bulk", { method: "DELETE", body: { ids } });
    expect([answer.status, answer.body]).toStrictEqual([200, {}]);
    expect(sonarr.deletions()).toHaveLength(1);
  });
});
