import { afterEach, describe, expect, it } from "vitest";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask, type Asked } from "./ask.ts";

let arr: ArrSimulator | null = null;

async function running<T extends ArrSimulator>(simulator: T): Promise<T> {
  await simulator.start();
  arr = simulator;
  return simulator;
}

function post(simulator: ArrSimulator, body: object): Promise<Asked> {
  return ask(simulator, "/api/v3/command", { method: "POST", body });
}

afterEach(() => arr?.stop());

describe("commands of a simulated *arr", () => {
  it("are taken by name without case and answered with 201", async () => {
    const sonarr = await running(createSonarrSimulator());
    const answer = await post(sonarr, { name: "episodesearch", episodeIds: [7] });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: "EpisodeSearch",
      commandName: "Episode Search",
      status: "queued",
      body: { episodeIds: [7] },
    });
    expect(sonarr.commands()).toMatchObject([{ trigger: "manual", args: { episodeIds: [7] } }]);
  });

  it("are answered with the equal one that is still open, and with a new one after that", async () => {
    const radarr = await running(createRadarrSimulator());
    const first = await post(radarr, { name: "MoviesSearch", movieIds: [1] });
    const again = await post(radarr, { movieIds: [1], name: "MoviesSearch" });
    const other = await post(radarr, { name: "MoviesSearch", movieIds: [2] });
    expect(again.body.id).toBe(first.body.id);
    expect(other.body.id).not.toBe(first.body.id);
    radarr.finishCommands();
    const later = await post(radarr, { name: "MoviesSearch", movieIds: [1] });
    expect(later.body.id).not.toBe(first.body.id);
  });

  it("can be followed to their end and for five minutes after it", async () => {
    let now = Date.UTC(2026, 0, 1);
    const radarr = await running(createRadarrSimulator({ now: () => now }));
    const id = Number((await post(radarr, { name: "MoviesSearch", movieIds: [1] })).body.id);
    expect((await ask(radarr, `/api/v3/command/${id}`)).body.status).toBe("started");
    now += 2_000;
    radarr.finishCommands("Search completed. 1 release grabbed");
    expect((await ask(radarr, `/api/v3/command/${id}`)).body).toMatchObject({
      status: "completed",
      result: "successful",
      duration: "00:00:02",
      message: "Search completed. 1 release grabbed",
    });
    now += 6 * 60_000;
    expect((await ask(radarr, `/api/v3/command/${id}`)).status).toBe(404);
  });

  it("fail in their task when a search lacks its argument", async () => {
    const sonarr = await running(createSonarrSimulator());
    const id = Number((await post(sonarr, { name: "EpisodeSearch" })).body.id);
    sonarr.finishCommands();
    const { body } = await ask(sonarr, `/api/v3/command/${id}`);
    expect(body).toMatchObject({ status: "failed", result: "unsuccessful" });
    expect(body.exception).toContain("episodeIds");
  });

  it("that no such app has end in a 500", async () => {
    const radarr = await running(createRadarrSimulator());
    expect((await post(radarr, { name: "MovieSearch", movieId: 1 })).status).toBe(500);
    expect((await post(radarr, { name: "EpisodeSearch", episodeIds: [1] })).status).toBe(500);
  });
});
