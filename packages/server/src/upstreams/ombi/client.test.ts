import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Secret } from "../../config/secret.ts";
import type { RequestManager } from "../upstream.ts";
import { ombi } from "./index.ts";
import { OmbiFake, START_PAGE } from "./ombi.fake.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const signal = AbortSignal.timeout(600_000);
const movieOf = (id: number, change: object = {}): object => ({
  id,
  title: `Movie ${id}`,
  requestType: 1,
  requestedDate: "2026-11-20T18:30:00",
  ...change,
});
const showOf = (...childIds: number[]): object => ({
  title: "Show",
  childRequests: childIds.map((id) => ({ id, title: null })),
});

let fake: OmbiFake;
let client: RequestManager;

beforeEach(async () => {
  fake = new OmbiFake({
    "/api/v1/Request/movie": [movieOf(1), movieOf(2)],
    "/api/v1/Request/tvlite": [showOf(1, 3)],
    "/api/v1/Status/info": "4.59.3",
    "/api/v1/Identity": { userName: "Api" },
  });
  await fake.server.start();
  client = ombi.connect(fake.instance(), DEPS);
});
afterEach(async () => {
  await client.close();
  await fake.server.stop();
});

describe("listing requests", () => {
  const list = async (): Promise<string[]> =>
    (await client.listRequests(signal)).map(({ mediaType, id }) => `${mediaType} ${id}`);

  test("gives everybody's, movies and shows, as the system user", async () => {
    expect(await list()).toEqual(["movie 1", "movie 2", "tv 1", "tv 3"]);
    expect(fake.server.requests.map((request) => request.headers["username"])).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("gives the same objects while nothing changes, and a new one for what does", async () => {
    const before = await client.listRequests(signal);
    expect(await client.listRequests(signal)).toBe(before);
    fake.answers.set("/api/v1/Request/movie", [movieOf(1), movieOf(2, { approved: true })]);
    const after = await client.listRequests(signal);
    expect(after.map((request, at) => request === before[at])).toEqual([true, false, true, true]);
  });

  test.each([404, 405, START_PAGE])(
    "takes the big list of shows where the small one is not there (%s)",
    async (answer) => {
      fake.answers.set("/api/v1/Request/tvlite", answer);
      fake.answers.set("/api/v1/Request/tv", [showOf(9)]);
      expect(await list()).toEqual(["movie 1", "movie 2", "tv 9"]);
    },
  );

  test("does not take the big list because of other trouble", async () => {
    fake.answers.set("/api/v1/Request/tvlite", 500);
    await expect(list()).rejects.toMatchObject({ reason: "bad-status", status: 500 });
    expect(fake.paths()).not.toContain("/api/v1/Request/tv");
  });

  test("with a wrong key is unauthorized, says where the right one is, and never shows it", async () => {
    await client.close();
    client = ombi.connect(fake.instance({ apiKey: new Secret("wrong-key") }), DEPS);
    const failure = await list().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      reason: "unauthorized",
      advice: expect.stringContaining("Settings") as string,
    });
    expect((failure as Error).stack).not.toContain("wrong-key");
  });

  test.each([
    [307, "bad-status", /final URL/],
    [403, "refused", /proxy/],
    [404, "bad-status", /Base Url/],
    [503, "bad-status", /started/],
    [500, "bad-status", /log/],
  ])("answered with %i is %s with advice", async (status, reason, advice) => {
    fake.answers.set("/api/v1/Request/movie", status);
    await expect(list()).rejects.toMatchObject({
      reason,
      status,
      advice: expect.stringMatching(advice) as string,
    });
  });

  test.each([START_PAGE, "{", { collection: [] }])(
    "answered with %j is a bad payload",
    async (answer) => {
      fake.answers.set("/api/v1/Request/movie", answer);
      await expect(list()).rejects.toMatchObject({ reason: "bad-payload" });
    },
  );

  test("with nobody there is unreachable, and works again afterwards", async () => {
    await fake.server.stop();
    await expect(list()).rejects.toMatchObject({ reason: "unreachable" });
    await fake.server.start();
    expect(await list()).toHaveLength(4);
  });

  test("ends when the caller gives up", async () => {
    fake.server.fault = "hang";
    const caller = new AbortController();
    const listing = client.listRequests(caller.signal);
    await expect.poll(() => fake.server.requests.length).toBe(1);
    caller.abort(new Error("had enough"));
    await expect(listing).rejects.toThrow("had enough");
  });
});

describe("probing", () => {
  test.each([
    ["4.59.3", "4.59.3", 0],
    ['"v4.43.5"', "4.43.5", 0],
    ["3.0.5202", "3.0.5202", 1],
    ["", null, 0],
  ])("the version text %j is %s", async (text, version, notes) => {
    fake.answers.set("/api/v1/Status/info", text);
    const probe = await client.probe(signal);
    expect(probe).toMatchObject({ version, credentials: "accepted" });
    expect(probe.notes).toHaveLength(notes);
  });

  test("a wrong key fails it", async () => {
    await client.close();
    client = ombi.connect(fake.instance({ apiKey: null }), DEPS);
    await expect(client.probe(signal)).rejects.toMatchObject({ reason: "unauthorized" });
  });
});
