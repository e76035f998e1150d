import { afterEach, describe, expect, it } from "vitest";

import { createOmbiSimulator, type OmbiOptions, type OmbiSimulator } from "./index.ts";

let running: OmbiSimulator | null = null;

async function started(options: OmbiOptions = {}): Promise<OmbiSimulator> {
  running = createOmbiSimulator({ apiKey: "Key", ...options });
  await running.start();
  return running;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function get(
  ombi: OmbiSimulator,
  path: string,
  headers: Record<string, string> = { apikey: "Key" },
): Promise<Answer> {
  const response = await fetch(ombi.url + path, { headers });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

afterEach(() => running?.stop());

describe("access to a simulated Ombi", () => {
  it("takes its key in the header or the query, whatever its case", async () => {
    const ombi = await started();
    expect((await get(ombi, "/api/v1/Request/movie", { ApiKey: "KEY" })).status).toBe(200);
    expect((await get(ombi, "/api/v1/Request/movie?apikey=key", {})).status).toBe(200);
  });

  it("refuses a wrong key in plain words, and no key with nothing", async () => {
    const ombi = await started();
    expect(await get(ombi, "/api/v1/Request/movie", { apikey: "no" })).toStrictEqual({
      status: 401,
      body: "Invalid API Key",
    });
    expect(await get(ombi, "/api/v1/Request/movie", { "x-api-key": "Key" })).toStrictEqual({
      status: 401,
      body: "",
    });
  });

  it("answers its status and the counts without a key", async () => {
    const ombi = await started();
    ombi.addMovieRequest({ title: "A" });
    ombi.addTvRequest({ title: "B", approved: true });
    expect((await get(ombi, "/api/v1/Status", {})).status).toBe(200);
    expect((await get(ombi, "/api/v1/Request/count", {})).body).toStrictEqual({
      pending: 1,
      approved: 1,
      available: 0,
    });
  });

  it("acts for a named person with that person's rights", async () => {
    const ombi = await started({ hidesOthers: true });
    const mira = ombi.addUser({ userName: "Mira" });
    ombi.addMovieRequest({ title: "Mine", requestedBy: mira });
    ombi.addMovieRequest({ title: "Other" });
    const headers = { apikey: "Key", username: "mira" };
    expect((await get(ombi, "/api/v1/Request/movie", headers)).body).toMatchObject([
      { title: "Mine" },
    ]);
    const settings = await get(ombi, "/api/v1/Settings/notifications/webhook", headers);
    expect(settings.status).toBe(403);
    const stranger = await get(ombi, "/api/v1/Request/movie", { apikey: "Key", username: "who" });
    expect(stranger).toStrictEqual({ status: 401, body: "Invalid User" });
  });

  it("is below its base path alone", async () => {
    const ombi = await started({ basePath: "/ombi" });
    expect((await get(ombi, "/api/v1/Status", {})).status).toBe(200);
    const response = await fetch(`${ombi.server.url}/api/v1/Status`);
    await response.arrayBuffer();
    expect(response.status).toBe(404);
  });
});

describe("requests in a simulated Ombi", () => {
  it("send nulls, integers for enums, and dates without a zone", async () => {
    const ombi = await started();
    const mira = ombi.addUser({ userName: "Mira", providerUserId: "ab12" });
    const requestedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
    ombi.addMovieRequest({ title: "A", theMovieDbId: 7, requestedBy: mira, requestedAt });
    expect((await get(ombi, "/api/v1/Request/movie")).body).toMatchObject([
      {
        theMovieDbId: 7,
        requestType: 1,
        denied: null,
        requestedDate: "2026-01-02T03:04:05.000",
        requestStatus: "Common.PendingApproval",
        requestedUser: { userName: "Mira", alias: null, userType: 5, providerUserId: "ab12" },
      },
    ]);
  });

  it("for 4K alone have no date and their state in the other fields", async () => {
    const ombi = await started();
    const requested4kAt = Date.UTC(2026, 0, 2);
    ombi.addMovieRequest({ title: "A", requested4kAt, requestedAt: null, approved: true });
    expect((await get(ombi, "/api/v1/Request/movie")).body).toMatchObject([
      {
        requestedDate: "0001-01-01T00:00:00",
        approved: false,
        has4KRequest: true,
        requestedDate4k: "2026-01-02T00:00:00.000",
        approved4K: true,
        requestStatus: "Common.PendingApproval",
      },
    ]);
  });

  it("for a show are one child per person, without a title of their own", async () => {
    const ombi = await started();
    const [mira, jonas] = ["Mira", "Jonas"].map((userName) => ombi.addUser({ userName }));
    for (const requestedBy of [mira ?? null, jonas ?? null]) {
      ombi.addTvRequest({ title: "Show", externalProviderId: 9, requestedBy });
    }
    const { body } = await get(ombi, "/api/v1/Request/tvlite");
    expect(body).toMatchObject([
      {
        title: "Show",
        externalProviderId: 9,
        tvDbId: 0,
        childRequests: [
          { title: null, requestedUser: { userName: "Mira" }, seasonRequests: [] },
          { title: null, requestedUser: { userName: "Jonas" }, seasonRequests: [] },
        ],
      },
    ]);
    expect((await get(ombi, "/api/v1/Request/tv")).body).toMatchObject([
      { childRequests: [{ seasonRequests: [{ seasonNumber: 1 }] }, {}] },
    ]);
  });

  it("outlive the account behind them", async () => {
    const ombi = await started();
    const mira = ombi.addUser({ userName: "Mira" });
    ombi.addMovieRequest({ title: "A", requestedBy: mira });
    ombi.removeUser(mira.id);
    expect((await get(ombi, "/api/v1/Request/movie")).body).toMatchObject([
      { requestedUser: null, requestedUserId: null },
    ]);
  });

  it("come in pages too, where v2 lists children for tv", async () => {
    const ombi = await started();
    for (const title of ["A", "B", "C"]) ombi.addMovieRequest({ title });
    ombi.addTvRequest({ title: "Show" });
    expect((await get(ombi, "/api/v1/Request/movie/2/2/1/0/0")).body).toMatchObject({
      total: 3,
      collection: [{ title: "C" }],
    });
    const children = await get(ombi, "/api/v2/Requests/tv/10/0/requestedDate/desc");
    expect(children.body).toMatchObject({
      total: 1,
      collection: [{ title: null, requestType: 0 }],
    });
  });

  it("are followed by a list of accounts that has the API account in it", async () => {
    const ombi = await started();
    ombi.addUser({ userName: "Mira", userType: "emby" });
    expect((await get(ombi, "/api/v1/Identity/Users")).body).toMatchObject([
      { userName: "Api", userType: 0 },
      { userName: "Mira", userType: 3 },
    ]);
  });
});
