import { afterEach, describe, expect, it } from "vitest";

import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask } from "./ask.ts";

let arr: ArrSimulator | null = null;

async function running<T extends ArrSimulator>(simulator: T): Promise<T> {
  await simulator.start();
  arr = simulator;
  return simulator;
}

afterEach(() => arr?.stop());

describe("access to a simulated *arr", () => {
  it.each([
    ["the header", { "x-api-key": "k" }, ""],
    ["a Bearer token", { authorization: "Bearer k" }, ""],
    ["the query", {}, "?apikey=k"],
  ])("takes the key in %s", async (_, headers, query) => {
    const sonarr = await running(createSonarrSimulator({ apiKey: "k" }));
    const answer = await ask(sonarr, `/api/v3/system/status${query}`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ appName: "Sonarr", version: "4.0.19.2979" });
  });

  it("refuses a wrong or missing key with 401 and nothing in the body", async () => {
    const sonarr = await running(createSonarrSimulator({ apiKey: "k" }));
    for (const headers of [{}, { "x-api-key": "K" }, { authorization: "Basic k" }]) {
      const answer = await ask(sonarr, "/api/v3/queue", { headers: { ...headers } });
      expect([answer.status, answer.body]).toStrictEqual([401, ""]);
    }
  });

  it("lets a wrong key in the query win over a right one in the header", async () => {
    const sonarr = await running(createSonarrSimulator({ apiKey: "k" }));
    const answer = await ask(sonarr, "/api/v3/tag?apikey=x", { headers: { "x-api-key": "k" } });
    expect(answer.status).toBe(401);
  });

  it("answers /ping without a key", async () => {
    const radarr = await running(createRadarrSimulator());
    const answer = await ask(radarr, "/ping", { headers: {} });
    expect(answer.body).toStrictEqual({ status: "OK" });
  });

  it("serves everything below its URL base, and sends other paths there", async () => {
    const radarr = await running(createRadarrSimulator({ urlBase: "/radarr" }));
    expect((await ask(radarr, "/api/v3/system/status")).body.urlBase).toBe("/radarr");
    const bare = await fetch(`${radarr.server.url}/api/v3/tag`, { redirect: "manual" });
    expect(bare.status).toBe(307);
    expect(bare.headers.get("location")).toBe("/radarr/api/v3/tag");
  });

  it("answers 404 in JSON for what does not exist", async () => {
    const radarr = await running(createRadarrSimulator());
    for (const path of ["/api/v3/series", "/api/v3/movie/99", "/api/v5/queue"]) {
      const answer = await ask(radarr, path);
      expect([answer.status, answer.body.message]).toStrictEqual([404, "NotFound"]);
    }
  });

  it("matches paths without case", async () => {
    const sonarr = await running(createSonarrSimulator());
    expect((await ask(sonarr, "/API/V3/Tag")).status).toBe(200);
  });
});

describe("pictures of a simulated *arr", () => {
  it("serves covers of the API with the key, as real PNG files", async () => {
    const sonarr = await running(createSonarrSimulator());
    const series = sonarr.addSeries({ title: "Harbour of Glass" });
    const response = await fetch(`${sonarr.url}/api/v3/mediacover/${series.id}/poster-250.jpg`, {
      headers: { "x-api-key": sonarr.apiKey },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    const stranger = await ask(sonarr, `/api/v3/mediacover/${series.id}/poster.jpg`, {
      headers: {},
    });
    expect(stranger.status).toBe(401);
  });

  it("wants the web login for /MediaCover/, so that the key alone is sent to the login page", async () => {
    const sonarr = await running(createSonarrSimulator());
    const series = sonarr.addSeries({ title: "Harbour of Glass" });
    const image = (await ask(sonarr, `/api/v3/series/${series.id}`)).body.images?.[0];
    expect(image?.url).toMatch(/^\/MediaCover\/1\/poster\.jpg\?lastWrite=/);
    const answer = await ask(sonarr, `/MediaCover/${series.id}/poster.jpg`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(/^\/login\?/);
  });

  it("offers its own open poster as the third-party address unless told otherwise", async () => {
    const radarr = await running(createRadarrSimulator({ urlBase: "/radarr" }));
    const own = radarr.addMovie({ title: "Nightshift" });
    const none = radarr.addMovie({ title: "Without", posterUrl: null });
    const given = radarr.addMovie({ title: "Given", posterUrl: "https://images.example/1.jpg" });
    const remoteUrl = async (id: number): Promise<unknown> =>
      (await ask(radarr, `/api/v3/movie/${id}`)).body.images?.[0]?.remoteUrl;
    expect(await remoteUrl(own.id)).toBe(`${radarr.server.url}/poster/${own.id}.png`);
    expect(await remoteUrl(none.id)).toBeUndefined();
    expect(await remoteUrl(given.id)).toBe("https://images.example/1.jpg");
    const poster = await fetch(`${radarr.server.url}/poster/${own.id}.png`);
    expect(poster.headers.get("content-type")).toBe("image/png");
  });
});
