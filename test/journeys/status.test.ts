import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StatusResponse } from "@sofarr/contract";

import type { Browser } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";

describe("the status page's facts", () => {
  let household: Household;

  beforeEach(async () => {
    household = await startHousehold();
  });
  afterEach(async () => {
    await household.stop();
  });

  async function statusFor(browser: Browser): Promise<StatusResponse> {
    const answer = await browser.get("/api/status/status");
    if (answer.status !== 200) throw new Error(`status answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as StatusResponse;
  }

  /** Asks until it is so. @throws when it never is. */
  async function untilStatus(
    browser: Browser,
    check: (status: StatusResponse) => boolean,
  ): Promise<StatusResponse> {
    for (let tries = 0; tries < 100; tries += 1) {
      const status = await statusFor(browser);
      if (check(status)) return status;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    throw new Error("the status never became what it should");
  }

  test("are for admins alone", async () => {
    await household.start();
    expect(await household.browser().get("/api/status/status")).toMatchObject({ status: 401 });
    const alice = await household.signedIn("alice");
    expect(await alice.get("/api/status/status")).toMatchObject({ status: 403 });
  });

  test("say of every instance when and how quickly it was read, and what is wrong with it", async () => {
    household.radarr.server.fault = "status-401";
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    await household.start();
    const admin = await household.signedIn("admin");
    const status = await untilStatus(
      admin,
      ({ sources }) => !sources.some(({ state }) => state === "never"),
    );
    expect(status.server).toMatchObject({ nodeVersion: process.version });
    expect(status.server.uptimeSeconds).toBeGreaterThanOrEqual(0);
    expect(status.server.memoryUsageMB).toBeGreaterThan(status.server.heapUsedMB);
    expect(status.polling).toMatchObject({
      enabled: true,
      intervalMs: 200,
      lastPoll: {
        "sonarr-main": {
          name: "main",
          at: expect.stringMatching(/^\d{4}-.+Z$/u) as string,
          durationMs: expect.any(Number) as number,
          items: 1,
        },
        "radarr-main": { at: null, durationMs: null, items: 0 },
      },
    });
    expect(Object.fromEntries(status.sources.map(({ id, state }) => [id, state]))).toEqual({
      "qbittorrent-main": "ok",
      "sabnzbd-main": "ok",
      "sonarr-main": "ok",
      "sonarr-anime": "ok",
      "radarr-main": "failed",
      "media-server": "ok",
    });
    expect(status.sources.find(({ id }) => id === "radarr-main")).toMatchObject({
      lastError: { message: "It does not accept the API key.", failures: 1 },
      advice: expect.stringContaining("API key") as string,
    });
    expect(status.sources.find(({ id }) => id === "sonarr-main")).toMatchObject({
      ageSeconds: expect.any(Number) as number,
      latencyMs: expect.any(Number) as number,
      lastError: null,
      advice: null,
    });

    household.radarr.server.fault = null;
    const text = (await admin.get("/api/status/status")).text;
    for (const { apiKey, server } of [household.radarr, household.sonarr]) {
      expect(text).not.toContain(apiKey);
      expect(text).not.toContain(String(server.port));
    }
  });

  test("count what is kept, who is connected, and what came by webhook", async () => {
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["alice"] });
    await household.start();
    const admin = await household.signedIn("admin");
    const alice = await household.signedIn("alice");
    const [poster] = (await alice.downloads()).downloads.map(({ coverArt }) => coverArt);
    expect(await alice.get(poster ?? "")).toMatchObject({ status: 200 });
    expect(await admin.get(poster ?? "")).toMatchObject({ status: 400 });
    const streams = [await alice.stream(), await alice.stream("?delta=1")];
    const hook = { eventType: "Grab", instanceName: "Sonarr" };
    const headers = { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" };
    const path = "/api/webhook/sonarr?instance=sonarr-main";
    expect(await household.browser().post(path, hook, { headers })).toMatchObject({ status: 200 });

    const status = await untilStatus(
      admin,
      ({ cache }) => (cache["library-sonarr-main"]?.hits ?? 0) > 0,
    );
    expect(status.cache).toMatchObject({
      posters: { entries: 1, hits: 1, misses: 1, hitRatePercent: 50, bytes: null },
      views: { entries: 1, hits: 2, misses: 1, hitRatePercent: 66.7 },
      "library-sonarr-main": { entries: 1 },
      "library-sonarr-anime": { entries: 0 },
    });
    expect(status.sse.clients).toBe(2);
    expect(status.webhooks).toMatchObject({
      sonarr: { configured: false, eventsReceived: 1, pollsSkipped: expect.any(Number) as number },
      radarr: { eventsReceived: 0 },
      ombi: { configured: false, eventsReceived: 0 },
    });
    expect(status.webhooks.sonarr.lastWebhookTimestamp).toMatch(/Z$/u);
    expect(status.webhooks.radarr).not.toHaveProperty("lastWebhookTimestamp");
    expect(
      status.webhooks.instances.map(({ instanceId, eventsReceived, isFresh }) => [
        instanceId,
        eventsReceived,
        isFresh,
      ]),
    ).toEqual([
      ["sonarr-main", 1, true],
      ["sonarr-anime", 0, false],
      ["radarr-main", 0, false],
    ]);
    for (const stream of streams) stream.close();
    await untilStatus(admin, ({ sse }) => sse.clients === 0);
  });

  test("name the labels that mean two people, and those that mean nobody", async () => {
    household.mediaServer.addUser({ name: "John Doe" });
    household.mediaServer.addUser({ name: "john-doe" });
    grabEpisode(household, { title: "Harbor.Lights.S01E01", tags: ["john-doe", "alice"] });
    grabEpisode(household, { title: "Copper.S01E01", series: "Copper", tags: ["robert"] });
    grabEpisode(household, { title: "Quiet.S01E01", series: "Quiet", tags: ["bob", "4k"] });
    await household.start({ SOFARR_BASE_URL: "http://sofarr.example" });
    const admin = await household.signedIn("admin");
    const status = await untilStatus(admin, ({ tagProblems }) => tagProblems.length === 2);
    expect(status.tagProblems.map(({ label, users }) => [label, users])).toEqual([
      ["john-doe", ["John Doe", "john-doe"]],
      ["robert", []],
    ]);
    expect(status.webhooks.sonarr.configured).toBe(true);
  });
});
