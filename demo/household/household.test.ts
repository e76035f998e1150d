import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { ArrSimulator } from "../simulators/arr/index.ts";
import type { DownloadClientSimulator } from "../simulators/download-client-simulator.ts";
import { send, SimulatorServer } from "../simulators/simulator-server.ts";
import { startHousehold, type Household } from "./index.ts";

const START = Date.UTC(2026, 0, 2);
const TEN_MINUTES_S = 600;

let household: Household;

function clients({ simulators }: Household): DownloadClientSimulator[] {
  const { qbittorrent, transmission, rtorrent, sabnzbd } = simulators;
  return [qbittorrent, transmission, rtorrent, sabnzbd];
}

function arrs({ simulators }: Household): ArrSimulator[] {
  return [simulators.mainSonarr, simulators.animeSonarr, simulators.radarr];
}

/** All downloads of all clients as they are now. */
function downloads(of: Household) {
  return clients(of).flatMap((client) =>
    client.downloads().map((download) => ({ kind: client.kind, ...download })),
  );
}

function queueItems(of: Household) {
  return arrs(of).flatMap((arr) => arr.queueItems());
}

/** Lets the time pass second by second and looks after each. */
function watch(seconds: number, look: () => void): void {
  for (let passed = 0; passed < seconds; passed += 1) {
    household.tick(1);
    look();
  }
}

beforeEach(async () => {
  household = await startHousehold({ seed: 7, startAt: START });
});

afterEach(() => household.stop());

describe("a household that lives", () => {
  it("begins with much going on, at the time asked for", () => {
    expect(household.now()).toBe(START);
    expect(downloads(household).length).toBeGreaterThan(8);
    expect(queueItems(household).length).toBeGreaterThan(5);
    for (const arr of arrs(household)) expect(arr.history().length).toBeGreaterThan(5);
  });

  it("tells the same story for the same seed and another for another", async () => {
    const [twin, stranger] = await Promise.all([
      startHousehold({ seed: 7, startAt: START }),
      startHousehold({ seed: 8, startAt: START }),
    ]);
    for (const one of [household, twin, stranger]) one.tick(100);
    expect(downloads(twin)).toStrictEqual(downloads(household));
    expect(downloads(stranger)).not.toStrictEqual(downloads(household));
    await Promise.all([twin.stop(), stranger.stop()]);
  });

  it("moves: within a minute many downloads get on", () => {
    const before = new Map(downloads(household).map((one) => [one.id, one.progress]));
    household.tick(60);
    const moved = downloads(household).filter(
      (one) => one.progress > (before.get(one.id) ?? one.progress),
    );
    expect(moved.length).toBeGreaterThan(3);
  });

  it("shows every client, state and trouble there is within an hour", () => {
    const states = new Set<string>();
    const rows = new Set<string>();
    const largest = { pack: 0 };
    watch(3600, () => {
      for (const one of downloads(household)) states.add(`${one.kind} ${one.state}`);
      for (const item of queueItems(household)) {
        rows.add(item.status);
        rows.add(item.trackedDownloadState);
        largest.pack = Math.max(largest.pack, item.episodeIds.length);
      }
    });
    for (const torrent of ["qbittorrent", "transmission", "rtorrent"]) {
      for (const state of ["metadata", "downloading", "stalled", "paused", "error", "seeding"]) {
        expect(states).toContain(`${torrent} ${state}`);
      }
    }
    for (const state of ["queued", "verifying", "repairing", "unpacking", "moving", "failed"]) {
      expect(states).toContain(`sabnzbd ${state}`);
    }
    for (const word of ["delay", "warning", "importPending", "importing", "importBlocked"]) {
      expect(rows).toContain(word);
    }
    expect(largest.pack).toBeGreaterThan(3);
  });

  it("lets SABnzbd download one job at a time", () => {
    let most = 0;
    watch(TEN_MINUTES_S, () => {
      const busy = household.simulators.sabnzbd
        .downloads()
        .filter((one) => one.state === "downloading" && one.bytesPerSecond > 0);
      most = Math.max(most, busy.length);
    });
    expect(most).toBe(1);
  });

  it("has a download in a client behind every queue row that names one", () => {
    const orphans: string[] = [];
    watch(TEN_MINUTES_S, () => {
      const known = new Set(
        downloads(household).map(({ kind, id }) => (kind === "sabnzbd" ? id : id.toUpperCase())),
      );
      for (const { downloadId } of queueItems(household)) {
        if (downloadId !== null && !known.has(downloadId)) orphans.push(downloadId);
      }
    });
    expect(orphans).toStrictEqual([]);
  });

  it("does not grow in half a day", () => {
    const size = () => ({
      downloads: downloads(household).length,
      rows: queueItems(household).length,
      history: Math.max(...arrs(household).map((arr) => arr.history().length)),
      requests: household.simulators.ombi.movieRequests().length,
      children: household.simulators.ombi.childRequests().length,
    });
    const before = size();
    for (let hour = 0; hour < 12; hour += 1) household.tick(3600);
    const after = size();
    expect(after.downloads).toBeLessThan(25);
    expect(after.rows).toBeLessThan(20);
    expect(after.history).toBeLessThanOrEqual(400);
    expect([after.requests, after.children]).toStrictEqual([before.requests, before.children]);
  });
});

describe("a household that is spoken to", () => {
  it("lets everybody sign in with what is printed", async () => {
    for (const { name, password, role } of household.logins) {
      const response = await fetch(
        `${household.environment["EMBY_URL"]}/Users/AuthenticateByName`,
        {
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: 'MediaBrowser Client="t", Device="t", DeviceId="t", Version="1"',
          },
          body: JSON.stringify({ Username: name, Pw: password }),
        },
      );
      expect(await response.json()).toMatchObject({
        User: { Name: name, Policy: { IsAdministrator: role === "admin" } },
      });
    }
  });

  it("names every upstream in the settings for sofarr, with keys and logins", () => {
    const { environment } = household;
    const entries = Object.entries(environment)
      .filter(([name]) => name.endsWith("_INSTANCES"))
      .flatMap(([, text]) => JSON.parse(text) as Record<string, string>[]);
    expect(entries).toHaveLength(8);
    for (const entry of entries) {
      expect(entry["url"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
      expect(entry["apiKey"] ?? entry["password"]).toBeTruthy();
    }
    expect(new Set(entries.map((entry) => entry["name"])).size).toBe(8);
  });

  it("has a label that fits two people", () => {
    const names = household.logins.map((login) => login.name.toLowerCase().replace(" ", "-"));
    expect(names.filter((name) => name === "jonas-k")).toHaveLength(2);
    const { mainSonarr } = household.simulators;
    const { id } = mainSonarr.addTag("jonas-k");
    const tagged = mainSonarr.titles().filter((title) => title.tagIds.includes(id));
    expect(tagged.map((title) => title.title)).toStrictEqual(["Low Tide Inquest"]);
  });

  it("tells webhooks of grabs, imports and what needs a hand, and Ombi's of requests", async () => {
    const receiver = new SimulatorServer((_, response) => send(response, 200, ""));
    await receiver.start();
    const { ombi } = household.simulators;
    const connect = arrs(household).map((arr) =>
      fetch(`${arr.url}/api/v3/notification`, {
        method: "POST",
        headers: { "x-api-key": arr.apiKey },
        body: JSON.stringify({
          name: "sofarr",
          implementation: "Webhook",
          configContract: "WebhookSettings",
          tags: [],
          onGrab: true,
          onDownload: true,
          onManualInteractionRequired: true,
          fields: [{ name: "url", value: receiver.url }],
        }),
      }),
    );
    for (const { status } of await Promise.all(connect)) expect(status).toBe(201);
    await fetch(`${ombi.url}/api/v1/Settings/notifications/webhook`, {
      method: "POST",
      headers: { apikey: ombi.apiKey },
      body: JSON.stringify({ enabled: true, webhookUrl: receiver.url }),
    });
    household.tick(TEN_MINUTES_S);
    await household.delivered();
    const bodies = receiver.requests.map((seen) => JSON.parse(seen.body) as Record<string, string>);
    const told = new Set(bodies.map((body) => body["eventType"] ?? body["notificationType"]));
    await receiver.stop();
    for (const type of ["Grab", "Download", "ManualInteractionRequired"]) {
      expect(told).toContain(type);
    }
    for (const type of ["NewRequest", "RequestApproved", "RequestAvailable"]) {
      expect(told).toContain(type);
    }
  });

  it("answers a blocklisting with another release of the same title", async () => {
    const { radarr } = household.simulators;
    const find = () => radarr.queueItems().find((one) => one.downloadId !== null);
    while (find() === undefined) household.tick(1);
    const item = find();
    const key = item?.key ?? "";
    await fetch(`${radarr.url}/api/v3/queue/${radarr.rowIds(key)[0]}?blocklist=true`, {
      method: "DELETE",
      headers: { "x-api-key": radarr.apiKey },
    });
    household.tick(1);
    const hash = (item?.downloadId ?? "").toLowerCase();
    expect(downloads(household).map((one) => one.id.toLowerCase())).not.toContain(hash);
    household.tick(15);
    const again = radarr.queueItems().filter((one) => one.titleId === item?.titleId);
    expect(again.map((one) => one.downloadId)).not.toContain(item?.downloadId);
    expect(again).toHaveLength(1);
    expect(radarr.commands()).toMatchObject([{ name: "MoviesSearch", status: "completed" }]);
  });
});
