import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Secret } from "../../config/secret.ts";
import type { ArrReading } from "../../domain/arr-reading.ts";
import { RADARR } from "../radarr/shape.ts";
import { SONARR } from "../sonarr/shape.ts";
import { ArrFake, deferred, recordingLog } from "./arr.fake.ts";
import { ArrClient } from "./client.ts";

const START = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;

const queueOf = (...records: object[]): object => ({ totalRecords: records.length, records });
const rowOf = (id: number, seriesId: number, change: object = {}): object => ({
  id,
  seriesId,
  title: `Release.${id}`,
  protocol: "usenet",
  downloadId: `SABnzbd_nzo_${id}`,
  ...change,
});
const seriesOf = (id: number, ...tags: number[]): object => ({
  id,
  title: `Series ${id}`,
  titleSlug: `series-${id}`,
  tags,
});
const importOf = (id: number, date: string): object => ({
  id,
  date,
  seriesId: 1,
  eventType: "downloadFolderImported",
  downloadId: `SABnzbd_nzo_${id}`,
});
/** History as an *arr gives it: one kind of event when one is asked for. */
const historyOf =
  (grabs: readonly object[], imports: readonly object[] = []) =>
  (query: URLSearchParams): readonly object[] =>
    query.get("eventType") === "1" ? grabs : query.get("eventType") === "3" ? imports : [];
const grabOf = (id: number, date: string): object => ({
  id,
  date,
  seriesId: 1,
  sourceTitle: `Grab.${id}`,
  eventType: "grabbed",
  downloadId: `SABnzbd_nzo_${id}`,
  data: { protocol: "1" },
});

const historyQueries = (eventType: string): readonly URLSearchParams[] =>
  fake.queries("/history/since").filter((query) => query.get("eventType") === eventType);

let fake: ArrFake;
let client: ArrClient;
let now: number;
let log: ReturnType<typeof recordingLog>;

const read = async (): Promise<ArrReading> => await client.read(AbortSignal.timeout(10_000));
const connect = (change: Parameters<ArrFake["instance"]>[0] = {}): ArrClient =>
  new ArrClient(SONARR, fake.instance(change), { now: () => now, log });

beforeEach(async () => {
  now = START;
  log = recordingLog();
  fake = new ArrFake({
    "/queue": queueOf(rowOf(7, 1)),
    "/series": [seriesOf(1, 5)],
    "/tag": [{ id: 5, label: "Mara" }],
    "/history/since": historyOf([grabOf(70, "2026-11-23T11:00:00Z")]),
    "/system/status": { appName: "Sonarr", version: "4.0.19.2979" },
  });
  await fake.server.start();
  client = connect();
});
afterEach(async () => {
  await client.close();
  await fake.server.stop();
});

describe("reading an *arr", () => {
  test("the first reading has queue, library, tags and a month of grabs", async () => {
    const reading = await read();
    expect(reading).toMatchObject({ instanceId: "sonarr-main", kind: "sonarr" });
    expect(reading.queue.map((record) => record.joinKeys)).toEqual([["usenet:SABnzbd_nzo_7"]]);
    expect(reading.titles.get(1)).toMatchObject({ title: "Series 1", tagLabels: ["mara"] });
    expect(reading.grabs.map((grab) => grab.releaseTitle)).toEqual(["Grab.70"]);
    for (const eventType of ["1", "3"]) {
      const [since] = historyQueries(eventType);
      expect(since?.get("date")).toBe("2026-10-24T12:00:00.000Z");
      expect(since?.get("includeEpisode")).toBe("true");
    }
  });

  test("an ordinary poll asks for the queue alone, and nothing new is the same reading", async () => {
    const first = await read();
    now += 5_000;
    expect(await read()).toBe(first);
    expect(["/queue", "/series", "/tag", "/history/since"].map((path) => fake.count(path))).toEqual(
      [2, 1, 1, 2],
    );
  });

  test("how much is left is the download client's to say: alone it is no news", async () => {
    fake.answers.set("/queue", queueOf(rowOf(7, 1, { sizeleft: 9 })));
    const first = await read();
    fake.answers.set("/queue", queueOf(rowOf(7, 1, { sizeleft: 4 })));
    expect(await read()).toBe(first);
  });

  test("what changes is new, what does not stays the same object in its place", async () => {
    fake.answers.set(
      "/queue",
      queueOf(rowOf(7, 1), rowOf(8, 1, { sizeleft: 9, status: "downloading" })),
    );
    const first = await read();
    fake.answers.set(
      "/queue",
      queueOf(rowOf(8, 1, { sizeleft: 4, status: "completed" }), rowOf(7, 1)),
    );
    const second = await read();
    expect(second).not.toBe(first);
    expect(second.queue).toHaveLength(2);
    expect(second.queue[0]).toBe(first.queue[0]);
    expect(second.queue[1]?.status).toBe("completed");
    expect([second.titles, second.grabs]).toEqual([first.titles, first.grabs]);
    expect(second.titles).toBe(first.titles);
    expect(second.grabs).toBe(first.grabs);
  });

  test("a row that says the same is an upgrade once the library says that its movie is there", async () => {
    const movieOf = (hasFile: boolean): object => ({ id: 1, title: "Slow Tide", hasFile });
    fake.answers.set("/movie", [movieOf(false)]);
    fake.answers.set("/queue", queueOf({ id: 7, movieId: 1, downloadId: "SABnzbd_nzo_7" }));
    await client.close();
    client = new ArrClient(RADARR, fake.instance(), { now: () => now, log });
    const first = await read();
    expect(first.queue[0]?.isUpgrade).toBe(false);
    fake.answers.set("/movie", [movieOf(true)]);
    now += 5 * MINUTE_MS;
    await read();
    now += 5_000;
    expect((await read()).queue[0]?.isUpgrade).toBe(true);
  });

  test("a series that the library does not have yet is looked up within the same poll", async () => {
    await read();
    now += 15_000;
    fake.answers.set("/queue", queueOf(rowOf(9, 2)));
    fake.answers.set("/series", [seriesOf(1, 5), seriesOf(2, 6)]);
    fake.answers.set("/tag", [
      { id: 5, label: "mara" },
      { id: 6, label: "jon" },
    ]);
    const reading = await read();
    expect(reading.titles.get(2)?.tagLabels).toEqual(["jon"]);
  });

  test("a series that stays unknown does not make it read the library at every poll", async () => {
    fake.answers.set("/queue", queueOf(rowOf(9, 404)));
    for (let poll = 0; poll < 4; poll += 1) {
      const { queue, titles } = await read();
      expect([queue[0]?.titleId, titles.has(404)]).toEqual([404, false]);
      now += 16_000;
    }
    expect(fake.count("/series")).toBe(2);
  });

  test("a slow library delays no later poll, and is used when it is there", async () => {
    const library = deferred<object[]>();
    for (let poll = 0; poll < 2; poll += 1) {
      await read();
      now += MINUTE_MS / 2;
    }
    fake.answers.set("/series", async () => await library.promise);
    expect((await read()).titles.get(1)?.title).toBe("Series 1");
    library.resolve([{ ...seriesOf(1, 5), title: "Renamed" }]);
    await expect.poll(async () => (await read()).titles.get(1)?.title).toBe("Renamed");
    expect(fake.count("/series")).toBe(2);
  });

  test("whatever is kept and hangs, the queue is still read", async () => {
    await read();
    const kept = ["/series", "/tag", "/history/since"];
    const asked = (): number => kept.reduce((sum, path) => sum + fake.count(path), 0);
    const before = asked();
    for (const path of kept) fake.answers.set(path, () => new Promise(() => {}));
    // Little by little, so that no reading waits for what is old.
    for (let seconds = 0; seconds < 3_600; seconds += 30) {
      now += 30_000;
      await read();
    }
    expect(asked() - before).toBe(4);
    fake.answers.set("/queue", queueOf(rowOf(7, 1), rowOf(8, 1)));
    expect((await read()).queue).toHaveLength(2);
  });

  test("after a long silence the reading has the library as it is now: the next one may be far away", async () => {
    await read();
    now += 10 * MINUTE_MS;
    const library = deferred<object[]>();
    fake.answers.set("/series", async () => await library.promise);
    const reading = read();
    await expect.poll(() => fake.count("/series")).toBe(2);
    library.resolve([{ ...seriesOf(1, 5), title: "Renamed" }]);
    expect((await reading).titles.get(1)?.title).toBe("Renamed");
  });

  test("news of the library is in the next reading, which does not read it for every piece of news", async () => {
    await read();
    now += 20_000;
    const library = deferred<object[]>();
    fake.answers.set("/series", async () => await library.promise);
    client.markOld();
    const reading = read();
    await expect.poll(() => fake.count("/series")).toBe(2);
    library.resolve([seriesOf(1, 5), seriesOf(2, 5)]);
    expect((await reading).titles.get(2)?.tagLabels).toEqual(["mara"]);
    fake.answers.set("/series", [seriesOf(1, 5)]);
    client.markOld();
    expect((await read()).titles.has(2)).toBe(true);
    now += 15_000;
    expect((await read()).titles.has(2)).toBe(false);
    expect(fake.count("/series")).toBe(3);
  });

  test("grabs are read on from the newest one, each once", async () => {
    await read();
    now += 30_000;
    fake.answers.set(
      "/history/since",
      historyOf([grabOf(70, "2026-11-23T11:00:00Z"), grabOf(71, "2026-11-23T12:00:10Z")]),
    );
    await expect
      .poll(async () => (await read()).grabs.map((grab) => grab.releaseTitle))
      .toEqual(["Grab.71", "Grab.70"]);
    expect(historyQueries("1")[1]?.get("date")).toBe("2026-11-23T10:50:00.000Z");
  });

  test("after trouble they are read on from a day before it: its clock may have been put back meanwhile", async () => {
    await read();
    fake.answers.set("/queue", 500);
    await expect(read()).rejects.toThrow();
    now += MINUTE_MS;
    fake.answers.set("/queue", queueOf(rowOf(7, 1)));
    const [old, early] = [grabOf(70, "2026-11-23T11:00:00Z"), grabOf(71, "2026-11-23T06:00:00Z")];
    fake.answers.set("/history/since", 500);
    await read();
    fake.answers.set("/history/since", historyOf([old, early]));
    now += MINUTE_MS;
    await read();
    await expect.poll(() => historyQueries("1").length).toBe(3);
    now += MINUTE_MS;
    await expect
      .poll(async () => (await read()).grabs.map(({ at }) => at))
      .toEqual([Date.UTC(2026, 10, 23, 11), Date.UTC(2026, 10, 23, 6)]);
    await expect.poll(() => historyQueries("1").length).toBe(4);
    expect(historyQueries("1").map((query) => query.get("date"))).toEqual([
      "2026-10-24T12:00:00.000Z",
      "2026-11-22T11:00:00.000Z",
      "2026-11-22T11:00:00.000Z",
      "2026-11-23T10:50:00.000Z",
    ]);
  });

  test("what left the queue is looked up among the imports within the same poll", async () => {
    expect((await read()).imports).toEqual([]);
    now += 15_000;
    expect((await read()).queue).toHaveLength(1);
    expect(historyQueries("3")).toHaveLength(1);
    fake.answers.set("/queue", queueOf());
    fake.answers.set("/history/since", historyOf([], [importOf(7, "2026-11-23T12:00:10Z")]));
    const reading = await read();
    expect(reading.queue).toEqual([]);
    expect(reading.imports).toEqual([
      {
        joinKeys: ["torrent:sabnzbd_nzo_7", "usenet:SABnzbd_nzo_7"],
        titleId: 1,
        at: Date.UTC(2026, 10, 23, 12, 0, 10),
      },
    ]);
    now += 15_000;
    expect(await read()).toBe(reading);
    expect(historyQueries("3")).toHaveLength(2);
  });

  test("a row that goes while history cannot be read is still known by what it said, until history has the say", async () => {
    fake.answers.set("/queue", queueOf(rowOf(7, 1), rowOf(8, 1)));
    await read();
    fake.answers.set("/history/since", 500);
    fake.answers.set("/queue", queueOf(rowOf(8, 1)));
    now += 20_000;
    const reading = await read();
    expect(reading.grabs[0]).toMatchObject({
      joinKeys: ["usenet:SABnzbd_nzo_7"],
      releaseTitle: "Release.7",
      titleId: 1,
    });
    now += 5_000;
    expect(await read()).toBe(reading);
    now += 3 * MINUTE_MS;
    fake.answers.set("/history/since", historyOf([grabOf(7, "2026-11-23T11:30:00Z")]));
    await expect
      .poll(async () => (await read()).grabs.map((grab) => grab.releaseTitle))
      .toEqual(["Grab.7", "Grab.70"]);
  });

  test("a row that goes and that history does not know is asked for once, in all of history, and then forgotten", async () => {
    await read();
    now += 15_000;
    fake.answers.set("/queue", queueOf());
    for (let poll = 0; poll < 3; poll += 1) {
      const { grabs } = await read();
      expect(grabs.map((grab) => grab.releaseTitle)).toEqual(["Grab.70"]);
      now += 5_000;
    }
    const asked = historyQueries("1").map((query) => query.get("date"));
    expect(asked).toEqual(["2026-10-24T12:00:00.000Z", "2026-10-24T12:00:15.000Z"]);
  });

  test.each([
    ["/series", 1],
    ["/tag", 1],
    ["/history/since", 2],
  ])(
    "a failing %s leaves the earlier one and one line in the log for each of its %i parts",
    async (path, parts) => {
      const first = await read();
      fake.answers.set(path, 500);
      for (let poll = 0; poll < 3; poll += 1) {
        now += 6 * MINUTE_MS;
        const asked = fake.count(path);
        expect(await read()).toBe(first);
        await expect.poll(() => fake.count(path)).toBe(asked + parts);
      }
      await expect.poll(() => log.warnings.length).toBe(parts);
      for (const warning of log.warnings) expect(warning).toContain('"reason":"bad-status"');
    },
  );

  test.each(["/series", "/tag"])("without any %s nothing can be said", async (path) => {
    const answer = fake.answers.get(path);
    fake.answers.set(path, 500);
    await expect(read()).rejects.toMatchObject({ reason: "bad-status", status: 500 });
    fake.answers.set(path, answer ?? []);
    expect((await read()).titles.get(1)?.tagLabels).toEqual(["mara"]);
  });

  test("without history there are no grabs, but all the rest", async () => {
    fake.answers.set("/history/since", 500);
    const reading = await read();
    expect([reading.grabs.length, reading.queue.length]).toEqual([0, 1]);
  });

  test.each([
    ["/queue", { surprise: true }],
    ["/series", { surprise: true }],
    ["/tag", { surprise: true }],
  ])("%s with something else in it is a bad payload", async (path, answer) => {
    fake.answers.set(path, answer);
    await expect(read()).rejects.toMatchObject({
      name: "UpstreamError",
      reason: "bad-payload",
      advice: expect.stringContaining("Sonarr") as string,
    });
  });

  test("the caller's abort ends a first reading that waits for the library; the next one has it", async () => {
    const library = deferred<object[]>();
    fake.answers.set("/series", async () => await library.promise);
    const caller = new AbortController();
    const waiting = client.read(caller.signal);
    await expect.poll(() => fake.count("/series")).toBe(1);
    caller.abort(new Error("deadline"));
    await expect(waiting).rejects.toThrow("deadline");
    library.resolve([seriesOf(1, 5)]);
    expect((await read()).titles.size).toBe(1);
    expect(fake.count("/series")).toBe(1);
  });

  test("closing ends what runs alongside", async () => {
    await read();
    now += 5 * MINUTE_MS;
    fake.answers.set("/series", async () => await new Promise(() => {}));
    await read();
    await client.close();
    expect(log.warnings).toEqual([]);
  });
});

describe("an *arr that says no", () => {
  test("a wrong key is one question, says where the right one is, and is never shown", async () => {
    await client.close();
    client = connect({ apiKey: new Secret("wrong-key") });
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      reason: "unauthorized",
      status: 401,
      advice: "Copy the API key from Sonarr's Settings > General.",
    });
    expect((failure as Error).stack).not.toContain("wrong-key");
    expect(fake.server.requests).toHaveLength(1);
  });

  test.each([
    [404, "bad-status", /URL Base/],
    [307, "bad-status", /final URL/],
    [403, "refused", /proxy/],
    [503, "bad-status", /started/],
    [500, "bad-status", /log/],
  ])("status %i is %s with advice", async (status, reason, advice) => {
    fake.answers.set("/queue", status);
    await expect(read()).rejects.toMatchObject({
      reason,
      status,
      advice: expect.stringMatching(advice) as string,
    });
  });

  test("a queue that fails fails the reading, and the next one is right again", async () => {
    await read();
    fake.server.fault = "half-json";
    await expect(read()).rejects.toMatchObject({ reason: "bad-payload" });
    fake.server.fault = null;
    expect((await read()).queue).toHaveLength(1);
  });

  test("nobody there is unreachable", async () => {
    await fake.server.stop();
    await expect(read()).rejects.toMatchObject({ reason: "unreachable" });
  });
});

describe("probing an *arr", () => {
  const probe = async () => await client.probe(AbortSignal.timeout(5_000));

  test("tells its version", async () => {
    expect(await probe()).toEqual({ version: "4.0.19.2979", credentials: "accepted", notes: [] });
  });

  test("an early release does not say its name and is believed", async () => {
    fake.answers.set("/system/status", { version: "3.0.4.1126" });
    expect(await probe()).toMatchObject({ version: "3.0.4.1126" });
  });

  test("the other app is refused with the place where it belongs", async () => {
    fake.answers.set("/system/status", { appName: "Radarr", version: "6.1.0.10360" });
    await expect(probe()).rejects.toMatchObject({
      reason: "refused",
      message: "is Radarr, but is configured as Sonarr",
      advice: expect.stringContaining("RADARR_INSTANCES") as string,
    });
  });

  test("something that is no status is a bad payload", async () => {
    fake.answers.set("/system/status", []);
    await expect(probe()).rejects.toMatchObject({ reason: "bad-payload" });
  });
});
