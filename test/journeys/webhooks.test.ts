import { request } from "node:http";
import type { StatusResponse } from "@sofarr/contract";
import { afterEach, describe, expect, test } from "vitest";

import type { Answer } from "./browser.ts";
import {
  HOOK_SECRET,
  readsOf,
  startHookHouse,
  until,
  type HookHouse,
  type HookHouseOptions,
} from "./hook-house.ts";
import { TestClock } from "./test-clock.ts";

const MINUTE_MS = 60_000;
/** The deadline of one call to a sender that hangs: nobody waits for that. */
const HANGS_FOR_MS = 20_000;
const SENT_SECRET = { "x-sofarr-webhook-secret": HOOK_SECRET };
const BY_ADDRESS = `?secret=${encodeURIComponent(HOOK_SECRET)}`;
const GRAB = { eventType: "Grab", instanceName: "Sonarr", downloadId: "AA", series: { id: 1 } };
const NEW_REQUEST = { notificationType: "NewRequest", requestId: "1", providerId: "2" };

let house: HookHouse;

async function open(
  options: HookHouseOptions = {},
  change: Readonly<Record<string, string>> = {},
): Promise<void> {
  house = await startHookHouse(options);
  await house.start(change);
}

afterEach(async () => {
  await house.stop();
});

describe("the door for webhooks", () => {
  test("opens by the secret in a header, in the address, and for Ombi in its own header", async () => {
    await open({ hasOmbi: true, radarrs: { main: "6.1.0" } });
    const answers = await Promise.all([
      house.send("sonarr", GRAB, SENT_SECRET),
      house.send(`radarr${BY_ADDRESS}`, { eventType: "Grab", movie: { id: 1 } }),
      house.send("ombi", NEW_REQUEST, { "access-token": HOOK_SECRET }),
      house.send("ombi", { ...NEW_REQUEST, requestId: "2" }, SENT_SECRET),
      house.send(`ombi${BY_ADDRESS}`, { ...NEW_REQUEST, requestId: "3" }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toEqual({ received: true, duplicate: false });
    }
  });

  test.each([
    ["without the secret", "sonarr", {}],
    ["with a wrong one", "sonarr?secret=wrong", { "x-sofarr-webhook-secret": "wrong" }],
    ["with Ombi's header at another's door", "radarr", { "access-token": HOOK_SECRET }],
    ["with a session's token", "ombi", { "x-csrf-token": HOOK_SECRET }],
  ])("stays shut %s, whatever the body", async (_how, path, headers) => {
    await open();
    for (const body of [GRAB, NEW_REQUEST, "{ no json", {}]) {
      const answer = await house.send(path, body, headers);
      expect(answer.status).toBe(401);
      expect(detailsIn(answer)).toContain("SOFARR_WEBHOOK_SECRET");
    }
    expect(house.heard()).toEqual([]);
  });

  test("stays shut for everyone while no secret is set, and says what to set", async () => {
    await open({}, { SOFARR_WEBHOOK_SECRET: "" });
    const answer = await house.send(`sonarr${BY_ADDRESS}`, GRAB, SENT_SECRET);
    expect(answer.status).toBe(401);
    expect(detailsIn(answer)).toContain("Set SOFARR_WEBHOOK_SECRET");
  });

  test.each([
    ["sonarr", "{ no json"],
    ["sonarr", "null"],
    ["sonarr", "[]"],
    ["sonarr", '"Grab"'],
    ["sonarr", "{}"],
    ["sonarr", '{"eventType":""}'],
    ["sonarr", '{"eventType":" "}'],
    ["sonarr", '{"eventType":{"a":1}}'],
    ["sonarr", '{"notificationType":"Test"}'],
    ["radarr", '{"movie":{"id":1}}'],
    ["ombi", "{}"],
    ["ombi", '{"eventType":"Grab"}'],
    ["ombi", '{"notificationType":null}'],
    ["ombi", "[]"],
  ])("a body that does not say what happened is refused in words: %s %s", async (path, body) => {
    await open();
    const answer = await house.send(path, body, SENT_SECRET);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: expect.any(String) as string });
    expect(house.heard()).toEqual([]);
  });

  test("no body at all is refused as well", async () => {
    await open();
    expect((await house.send("sonarr", undefined, SENT_SECRET)).status).toBe(400);
  });

  test("an event nobody knows yet, and JSON under another name, are heard", async () => {
    await open();
    const answer = await house.send("sonarr", { eventType: "SeriesPondered" }, SENT_SECRET);
    expect(JSON.parse(answer.text)).toEqual({ received: true, duplicate: false });
    const plain = { ...SENT_SECRET, "content-type": "text/plain" };
    expect((await house.send("sonarr", GRAB, plain)).status).toBe(200);
    expect(house.heard().map(({ event }) => event)).toEqual(["SeriesPondered", "Grab"]);
  });

  test("a grab is a reason to read the download clients too: its download shows at once", async () => {
    await open();
    const stream = await (await house.admin()).stream("?showAll=true");
    const shows = (name: string) => (): boolean =>
      [...stream.view().values()].some(({ title, client }) => title === name && client !== "");
    const isRead = (): boolean =>
      stream.sources().length > 0 && stream.sources().every(({ state }) => state === "ok");
    await stream.until(isRead, "everything is read once");
    const series = house.sonarr().addSeries({ title: "Harbor Lights", seasons: [1] });
    const { id: hash } = house.qbittorrent.add({ title: "Harbor.Lights.S01E01", sizeBytes: 1000 });
    house.sonarr().addQueueItem({
      title: "Harbor.Lights.S01E01",
      seriesId: series.id,
      episodeIds: series.episodes.slice(0, 1).map(({ id }) => id),
      downloadId: hash.toUpperCase(),
    });
    expect(shows("Harbor.Lights.S01E01")()).toBe(false);
    await house.send("sonarr", { ...GRAB, series: { id: series.id } }, SENT_SECRET);
    await stream.until(shows("Harbor.Lights.S01E01"), "the download that was grabbed");
    stream.close();
  });

  test("needs neither a session nor a CSRF token, and answers at once while the sender is busy", async () => {
    await open();
    const sonarr = house.sonarr();
    sonarr.server.fault = "hang";
    const began = performance.now();
    expect((await house.send("sonarr", GRAB, SENT_SECRET)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(HANGS_FOR_MS);
    sonarr.server.fault = null;
  });

  test("takes 60 events a minute from one address, guesses among them, and leaves the general limit alone", async () => {
    await open({ hasOmbi: true });
    const paths = ["sonarr", "radarr", "ombi"];
    const send = (at: number): Promise<Answer> =>
      house.send(paths[at % 3] ?? "", { eventType: "Test", notificationType: "Test" }, SENT_SECRET);
    for (let at = 0; at < 57; at += 1) expect((await send(at)).status).toBe(200);
    for (let at = 0; at < 3; at += 1) {
      expect((await house.send("sonarr", GRAB, {})).status).toBe(401);
    }
    for (const at of [0, 1, 2]) {
      const answer = await send(at);
      expect(answer.status).toBe(429);
      expect(JSON.parse(answer.text)).toMatchObject({
        error: expect.stringMatching(/^Too many/u) as string,
      });
    }
    const other = await house.server.browser().get("/api/auth/csrf");
    expect(other.headers["ratelimit-remaining"]).toBe("299");
  });

  test("tells admins, and them alone, what is missing", async () => {
    await open({}, { SOFARR_BASE_URL: "" });
    const admin = await house.admin();
    expect(JSON.parse((await admin.get("/api/webhook/config")).text)).toEqual({
      valid: false,
      missing: ["SOFARR_BASE_URL"],
      baseUrl: null,
    });
    const alice = await house.server.signedIn(house.people.alice);
    expect((await alice.get("/api/webhook/config")).status).toBe(403);
    await house.server.stop();
    await house.start({ SOFARR_BASE_URL: "", SOFARR_WEBHOOK_SECRET: "" });
    const missing = (await (await house.admin()).get("/api/webhook/config")).text;
    expect(JSON.parse(missing)).toEqual({
      valid: false,
      missing: ["SOFARR_WEBHOOK_SECRET", "SOFARR_BASE_URL"],
      baseUrl: null,
    });
    await house.server.stop();
    await house.start();
    const well = (await (await house.admin()).get("/api/webhook/config")).text;
    expect(JSON.parse(well)).toEqual({ valid: true, missing: [], baseUrl: house.baseUrl });
  });

  test("a sender that goes away in the middle harms nobody", async () => {
    await open();
    const url = `${house.baseUrl}/api/webhook/sonarr`;
    const call = request(url, {
      method: "POST",
      headers: { ...SENT_SECRET, "content-type": "application/json", "content-length": "1000" },
    });
    call.on("error", () => {});
    call.write('{"eventType":"Gr');
    await new Promise((resolve) => setTimeout(resolve, 50));
    call.destroy();
    expect((await house.send("sonarr", GRAB, SENT_SECRET)).status).toBe(200);
  });
});

describe("an event that comes twice", () => {
  test("is one: the second refreshes nothing, until five minutes have passed", async () => {
    const clock = new TestClock();
    await open({ clock });
    const { server } = house.sonarr();
    const send = async (): Promise<unknown> =>
      JSON.parse((await house.send("sonarr", GRAB, SENT_SECRET)).text);
    expect(await send()).toEqual({ received: true, duplicate: false });
    await until(() => readsOf(server) === 2, "read for the event");
    expect(await send()).toEqual({ received: true, duplicate: true });
    clock.advance(4 * MINUTE_MS);
    expect(await send()).toEqual({ received: true, duplicate: true });
    const other = await house.send("sonarr", { ...GRAB, downloadId: "BB" }, SENT_SECRET);
    expect(JSON.parse(other.text)).toEqual({ received: true, duplicate: false });
    await until(() => readsOf(server) === 3, "read for another event");
    clock.advance(MINUTE_MS);
    expect(await send()).toEqual({ received: true, duplicate: false });
    await until(() => readsOf(server) === 4, "read when it is news again");
  });

  test("a test is never one", async () => {
    await open({ hasOmbi: true });
    for (let at = 0; at < 3; at += 1) {
      const answers = await Promise.all([
        house.send("sonarr", { eventType: "Test" }, SENT_SECRET),
        house.send("ombi", { notificationType: "Test" }, SENT_SECRET),
      ]);
      for (const { text } of answers) expect(JSON.parse(text)).toMatchObject({ duplicate: false });
    }
  });
});

describe("whose event it is", () => {
  test("is said by the address, or the name; what may be anybody's is a reason to ask everybody", async () => {
    await open({ sonarrs: { main: "4.0.19", anime: "4.0.19" } });
    const reads = (): number[] =>
      [house.sonarr("main"), house.sonarr("anime")].map(({ server }) => readsOf(server));
    expect(reads()).toEqual([1, 1]);
    await house.send("sonarr?instance=sonarr-anime", GRAB, SENT_SECRET);
    await until(() => reads()[1] === 2, "the one in the address is read");
    await house.send("sonarr", { ...GRAB, instanceName: "Main Sonarr" }, SENT_SECRET);
    await until(() => reads()[0] === 2, "the one that is named is read");
    expect(reads()).toEqual([2, 2]);
    await house.send("sonarr", { ...GRAB, instanceName: "Sonarr" }, SENT_SECRET);
    await until(() => reads().every((count) => count === 3), "both are read");
  });
});

describe("an instance that sends events", () => {
  test("is polled no more, its download clients are, and ten minutes after its last event it is again", async () => {
    const clock = new TestClock();
    await open({ sonarrs: { main: "4.0.19", anime: "4.0.19" }, pollIntervalMs: 100, clock });
    const [main, anime, clients] = [
      house.sonarr("main").server,
      house.sonarr("anime").server,
      house.qbittorrent.server,
    ];
    const alice = await house.server.signedIn(house.people.alice);
    const stream = await alice.stream();
    await until(() => readsOf(main) > 3, "polled while somebody looks");
    await house.send("sonarr?instance=sonarr-main", GRAB, SENT_SECRET);
    await until(() => house.heard().length === 1, "heard");
    const before = { main: readsOf(main), anime: readsOf(anime), clients: clients.requests.length };
    await until(() => readsOf(anime) >= before.anime + 10, "the other one is polled as ever");
    // Once at the event; one more may have been under way.
    expect(readsOf(main) - before.main).toBeLessThanOrEqual(2);
    expect(clients.requests.length - before.clients).toBeGreaterThanOrEqual(8);

    const settled = readsOf(main);
    clock.advance(10 * MINUTE_MS);
    await until(() => readsOf(main) > settled + 3, "polled again");
    stream.close();
  });

  test("is polled as ever while all it has sent is a test", async () => {
    await open({ pollIntervalMs: 100, clock: new TestClock() });
    const { server } = house.sonarr();
    const stream = await (await house.server.signedIn(house.people.alice)).stream();
    const admin = await house.admin();
    const setUp = await admin.post("/api/sonarr/notifications/sofarr-webhook");
    expect(setUp.status).toBe(200);
    expect(house.heard()).toMatchObject([{ sender: "sonarr-main", event: "Test" }]);
    const before = readsOf(server);
    await until(() => readsOf(server) > before + 5, "polled on");
    const { webhooks } = JSON.parse((await admin.get("/api/status/status")).text) as StatusResponse;
    expect(webhooks.instances).toMatchObject([
      { instanceId: "sonarr-main", eventsReceived: 1, pollsSkipped: 0, isFresh: false },
    ]);
    stream.close();
  });

  test("a grab is shown to its owner as soon as the sender's queue has it, though nobody polls", async () => {
    const clock = new TestClock();
    await open({ pollIntervalMs: 100, clock });
    const sonarr = house.sonarr();
    const alice = await house.server.signedIn(house.people.alice);
    const stream = await alice.stream();
    await house.send("sonarr", { eventType: "Rename" }, SENT_SECRET);
    clock.advance(2 * MINUTE_MS);
    // What is new to sofarr: the series, its tag, the download.
    const series = sonarr.addSeries({ title: "Harbor Lights", tags: ["alice"] });
    const download = house.qbittorrent.add({
      title: "Harbor.Lights.S01E01",
      sizeBytes: 1_000_000,
      state: "downloading",
    });
    const item = sonarr.addQueueItem({
      title: download.title,
      downloadId: download.id.toUpperCase(),
      seriesId: series.id,
      episodeIds: [1],
      protocol: "torrent",
    });
    await house.send("sonarr", { ...GRAB, downloadId: item.downloadId ?? "" }, SENT_SECRET);
    await stream.until(() => stream.view().size === 1, "the download is shown");
    expect([...stream.view().values()]).toMatchObject([{ seriesName: "Harbor Lights" }]);
    stream.close();
  });

  test("a grab that its queue has not yet is found by looking again seconds later", async () => {
    const clock = new TestClock();
    await open({ pollIntervalMs: 100, clock });
    const sonarr = house.sonarr();
    const alice = await house.server.signedIn(house.people.alice);
    const stream = await alice.stream();
    await house.send("sonarr", GRAB, SENT_SECRET);
    await until(() => house.heard().length === 1, "heard");
    const reads = readsOf(sonarr.server);
    const series = sonarr.addSeries({ title: "Harbor Lights", tags: ["alice"] });
    const download = house.qbittorrent.add({ title: "Harbor.S01E01", sizeBytes: 1_000_000 });
    sonarr.addQueueItem({
      title: download.title,
      downloadId: download.id.toUpperCase(),
      seriesId: series.id,
      episodeIds: [1],
      protocol: "torrent",
    });
    clock.advance(30_000);
    await stream.until(() => stream.view().size === 1, "the download is shown");
    expect(readsOf(sonarr.server) - reads).toBeLessThanOrEqual(3);
    stream.close();
  });
});

describe("a restart", () => {
  test("keeps the counters, and whose polls are spared", async () => {
    const clock = new TestClock();
    await open({ hasOmbi: true, pollIntervalMs: 100, clock });
    const first = await house.admin();
    await first.post("/api/ombi/webhook/enable");
    const { id } = house.ombi.addMovieRequest({ title: "Nightshift" });
    for (const type of ["NewRequest", "RequestApproved"] as const) {
      expect(await house.ombi.fire(type, "movie", id)).toBe(200);
    }
    await house.send("sonarr", GRAB, SENT_SECRET);
    const before = await statusOfOmbi();
    expect(before).toMatchObject({ eventsReceived: 2 });
    clock.advance(3 * MINUTE_MS);
    await house.server.stop();
    await house.start();
    expect(await statusOfOmbi()).toMatchObject(before);

    const stream = await (await house.admin()).stream();
    const reads = readsOf(house.sonarr().server);
    const clients = house.qbittorrent.server.requests.length;
    await until(
      () => house.qbittorrent.server.requests.length > clients + 10,
      "clients are polled",
    );
    expect(readsOf(house.sonarr().server) - reads).toBeLessThanOrEqual(1);
    stream.close();
  });
});

async function statusOfOmbi(): Promise<Record<string, number>> {
  const answer = await (await house.admin()).get("/api/ombi/webhook/status");
  return (JSON.parse(answer.text) as { stats: Record<string, number> }).stats;
}

function detailsIn(answer: Answer): string {
  return (JSON.parse(answer.text) as { details?: string }).details ?? "";
}
