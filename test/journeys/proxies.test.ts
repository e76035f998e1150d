import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { send, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { INDEXER_KEY } from "../../demo/simulators/arr/history-data.ts";
import type { Answer, Browser } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";

const MASK = "********";
const HOOK_SECRET = "secret-of-a-foreign-hook";
const READS = [
  ...["sonarr", "radarr"].flatMap((kind) => [
    `/api/${kind}/queue`,
    `/api/${kind}/history`,
    `/api/${kind}/${kind === "sonarr" ? "series" : "movies"}`,
    `/api/${kind}/${kind === "sonarr" ? "series" : "movies"}/1`,
    `/api/${kind}/notifications`,
    `/api/${kind}/notifications/1`,
    `/api/${kind}/notifications/schema`,
  ]),
  "/api/sabnzbd/queue",
  "/api/sabnzbd/history",
  "/api/emby/sessions",
  "/api/emby/users",
  "/api/emby/users/0a1b",
  "/api/emby/session/0a1b/user",
];
const CHANGES = ["sonarr", "radarr"].flatMap((kind) => [
  ["POST", `/api/${kind}/notifications`],
  ["POST", `/api/${kind}/notifications/test`],
  ["PUT", `/api/${kind}/notifications/1`],
  ["DELETE", `/api/${kind}/notifications/1`],
]) as (readonly [string, string])[];

let household: Household;

beforeEach(async () => {
  household = await startHousehold();
});
afterEach(async () => {
  await household.stop();
});

async function read(browser: Browser, path: string): Promise<unknown> {
  const answer = await browser.get(path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return JSON.parse(answer.text);
}

function errorIn(answer: Answer): { error: string; details?: string } {
  return JSON.parse(answer.text) as { error: string; details?: string };
}

/** What an *arr itself answers. */
async function ask(arr: Household["sonarr" | "radarr"], path: string): Promise<unknown> {
  const answer = await fetch(`${arr.url}/api/v3${path}`, { headers: { "x-api-key": arr.apiKey } });
  return await answer.json();
}

describe("the door to the proxies", () => {
  test("is open to admins alone, and no change passes without the CSRF token", async () => {
    await household.start();
    const [stranger, alice, admin] = [
      household.browser(),
      await household.signedIn("alice"),
      await household.signedIn("admin"),
    ];
    for (const path of READS) {
      expect(await stranger.get(path)).toMatchObject({ status: 401 });
      expect(await alice.get(path)).toMatchObject({ status: 403 });
    }
    for (const [method, path] of CHANGES) {
      expect(await alice.send(method, path, { body: {} })).toMatchObject({ status: 403 });
    }
    admin.csrfToken = null;
    for (const [method, path] of CHANGES) {
      expect(await admin.send(method, path, { body: {} })).toMatchObject({ status: 403 });
    }
    const asked = household.sonarr.server.requests.filter(({ path }) => /notification/u.test(path));
    expect(asked).toEqual([]);
  });
});

describe("the *arrs behind the proxies", () => {
  test("show all of their queue, of the instance that is named or the first", async () => {
    for (let n = 1; n <= 25; n += 1) {
      grabEpisode(household, { title: `Show.S01E${n}`, series: `Show ${n}`, tags: [] });
    }
    grabEpisode(household, { title: "Anime.S01E01", tags: [], arr: "anime" });
    household.sonarr.addQueueItem({ title: "Unknown.Thing", downloadId: "F".repeat(40) });
    await household.start();
    const admin = await household.signedIn("admin");
    const titles = async (query: string): Promise<string[]> => {
      const page = (await read(admin, `/api/sonarr/queue${query}`)) as {
        records: { title: string }[];
      };
      return page.records.map(({ title }) => title);
    };
    expect(await titles("")).toHaveLength(26);
    expect(await titles("")).toContain("Unknown.Thing");
    expect(await titles("?instance=sonarr-main")).toHaveLength(26);
    expect(await titles("?instance=sonarr-anime")).toEqual(["Anime.S01E01"]);
    const nowhere = await admin.get("/api/sonarr/queue?instance=radarr-main");
    expect(nowhere.status).toBe(404);
    expect(errorIn(nowhere).error).toContain("sonarr-main, sonarr-anime");
  });

  test("show 50 rows of history or as many as asked for, newest first, without the indexer's key", async () => {
    const series = household.sonarr.addSeries({ title: "Harbor Lights", seasons: [1] });
    for (let n = 1; n <= 60; n += 1) {
      household.sonarr.addHistory({
        eventType: "grabbed",
        titleId: series.id,
        sourceTitle: `Release.${n}`,
        date: Date.UTC(2026, 1, 1) + n * 1000,
      });
    }
    await household.start();
    const admin = await household.signedIn("admin");
    const rows = async (query: string): Promise<{ sourceTitle: string; data: object }[]> => {
      const answer = await admin.get(`/api/sonarr/history${query}`);
      expect(answer.text).not.toContain(INDEXER_KEY);
      return (JSON.parse(answer.text) as { records: { sourceTitle: string; data: object }[] })
        .records;
    };
    const newest = await rows("");
    expect(newest).toHaveLength(50);
    expect(newest[0]).toMatchObject({
      sourceTitle: "Release.60",
      data: { indexer: "Example Indexer", downloadUrl: MASK },
    });
    expect(await rows("?pageSize=3")).toHaveLength(3);
    for (const [wanted, asked] of [
      ["0", "1"],
      ["-1", "1"],
      ["1000", "1000"],
      ["1001", "1000"],
      ["9".repeat(400), "1000"],
    ] as const) {
      expect(await rows(`?pageSize=${wanted}`)).toHaveLength(Math.min(Number(asked), 60));
      const last = household.sonarr.server.requests.findLast(({ path }) =>
        path.endsWith("/history"),
      );
      expect([wanted, last?.query.get("pageSize")]).toEqual([wanted, asked]);
    }
    for (const bad of ["many", "1.5", ""]) {
      expect(await admin.get(`/api/sonarr/history?pageSize=${bad}`)).toMatchObject({ status: 400 });
    }
  });

  test("answer as they answer themselves", async () => {
    const series = household.sonarr.addSeries({ title: "Harbor Lights", seasons: [3] });
    const movie = household.radarr.addMovie({ title: "The Quiet Ferry" });
    await household.start();
    const admin = await household.signedIn("admin");
    const { sonarr, radarr } = household;
    expect(await read(admin, "/api/sonarr/series")).toEqual(await ask(sonarr, "/series"));
    expect(await read(admin, `/api/sonarr/series/${series.id}`)).toEqual(
      await ask(sonarr, `/series/${series.id}`),
    );
    expect(await read(admin, "/api/radarr/movies")).toEqual(await ask(radarr, "/movie"));
    expect(await read(admin, `/api/radarr/movies/${movie.id}`)).toEqual(
      await ask(radarr, `/movie/${movie.id}`),
    );
    expect(await read(admin, "/api/radarr/notifications/schema")).toEqual(
      await ask(radarr, "/notification/schema"),
    );
    const missing = await admin.get("/api/radarr/movies/999");
    expect(missing.status).toBe(404);
    expect(errorIn(missing).error).toBe("Radarr does not know this id.");
  });

  test("are never asked for an id that is none", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    const ids = ["0", "-1", "abc", "1.5", "1%2F..%2Fconfig", "99999999999", "%00", "1;2"];
    for (const id of ids) {
      for (const path of [`/api/sonarr/series/${id}`, `/api/radarr/notifications/${id}`]) {
        expect(await admin.get(path)).toMatchObject({ status: 400 });
      }
    }
    const paths = household.sonarr.server.requests.map(({ path }) => path);
    expect(paths.filter((path) => /series\/|config/u.test(path))).toEqual([]);
  });

  test("are said not to be configured", async () => {
    await household.start({ SONARR_INSTANCES: "[]", SABNZBD_INSTANCES: "[]" });
    const admin = await household.signedIn("admin");
    for (const [path, app] of [
      ["/api/sonarr/queue", "Sonarr"],
      ["/api/sonarr/notifications", "Sonarr"],
      ["/api/sonarr/series?instance=sonarr-main", "Sonarr"],
      ["/api/sabnzbd/history", "SABnzbd"],
    ] as const) {
      const answer = await admin.get(path);
      expect(answer.status).toBe(503);
      expect(errorIn(answer).error).toBe(`${app} is not configured.`);
    }
  });

  test("in trouble are told of clearly, and nothing of the inside gets out", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    const inside = [household.sonarr, household.radarr].flatMap((arr) => [
      arr.apiKey,
      String(arr.server.port),
    ]);
    for (const fault of ["status-500", "status-401", "reset", "html", "half-json", "wrong-type"]) {
      household.sonarr.server.fault = fault as "reset";
      household.radarr.server.fault = fault as "reset";
      for (const [path, status] of [
        // The given contract names this one alone.
        ["/api/sonarr/queue", 500],
        ["/api/sonarr/history", 502],
        ["/api/sonarr/series", 502],
        ["/api/sonarr/notifications/1", 502],
        ["/api/radarr/queue", 502],
        ["/api/radarr/movies/1", 502],
      ] as const) {
        const answer = await admin.get(path);
        expect([fault, path, answer.status]).toEqual([fault, path, status]);
        expect(errorIn(answer).error).not.toBe("");
        for (const secret of inside) expect(answer.text).not.toContain(secret);
      }
    }
    const told = errorIn(await admin.get("/api/radarr/queue"));
    expect(told.error).toMatch(/radarr/iu);
    household.radarr.server.fault = "status-401";
    const refused = errorIn(await admin.get("/api/radarr/queue"));
    expect(refused).toEqual({
      error: "radarr-main does not accept the API key.",
      details: expect.stringContaining("Settings > General") as string,
    });
    expect(household.log.join("")).not.toContain("request failed");
  });
});

describe("notifications by hand", () => {
  let receiver: SimulatorServer;

  beforeEach(async () => {
    receiver = new SimulatorServer((_request, response) => {
      send(response, 200, "ok");
    });
    await receiver.start();
  });
  afterEach(async () => {
    await receiver.stop();
  });

  interface Form {
    readonly name: string;
    readonly [member: string]: unknown;
    readonly fields: readonly { readonly name: string; readonly value?: unknown }[];
  }

  const form = (change: object = {}): Form => ({
    name: "foreign hook",
    implementation: "Webhook",
    configContract: "WebhookSettings",
    tags: [],
    onGrab: true,
    fields: [
      { name: "url", value: `${receiver.url}/hook?token=${HOOK_SECRET}` },
      { name: "method", value: 1 },
      { name: "username", value: "sonarr" },
      { name: "password", value: "password-of-the-hook" },
      { name: "headers", value: [{ key: "X-Hook", value: HOOK_SECRET }] },
    ],
    ...change,
  });
  const withUrl = (shown: Form, url: string): Form => ({
    ...shown,
    fields: shown.fields.map((field) => (field.name === "url" ? { ...field, value: url } : field)),
  });

  async function make(admin: Browser): Promise<Form & { id: number }> {
    const made = await admin.post("/api/sonarr/notifications", form());
    if (made.status !== 200) throw new Error(`not made: ${made.status} ${made.text}`);
    return JSON.parse(made.text) as Form & { id: number };
  }

  test("are made, read, changed, tried and removed, and keep secrets that are only shown masked", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    const made = await make(admin);
    const [stored] = household.sonarr.connections();
    expect(stored).toMatchObject({ id: made.id, url: `${receiver.url}/hook?token=${HOOK_SECRET}` });

    const path = `/api/sonarr/notifications/${made.id}`;
    const listed = await admin.get("/api/sonarr/notifications");
    const shown = await admin.get(path);
    for (const { text } of [listed, shown]) {
      expect(text).toContain("foreign hook");
      expect(text).not.toContain(HOOK_SECRET);
      expect(text).not.toContain("password-of-the-hook");
    }

    const renamed = { ...(JSON.parse(shown.text) as Form), name: "renamed" };
    expect(await admin.send("PUT", path, { body: renamed })).toMatchObject({ status: 200 });
    expect(household.sonarr.connections()).toEqual([{ ...stored, name: "renamed" }]);

    receiver.requests.length = 0;
    expect(await admin.post("/api/sonarr/notifications/test", renamed)).toMatchObject({
      status: 200,
    });
    expect(receiver.requests[0]?.headers["x-hook"]).toBe(HOOK_SECRET);

    expect(await admin.send("DELETE", path)).toMatchObject({ status: 200 });
    expect(household.sonarr.connections()).toEqual([]);
    expect(await admin.get(path)).toMatchObject({ status: 404 });
    expect(await admin.send("PUT", path, { body: renamed })).toMatchObject({ status: 404 });
    expect(await admin.send("DELETE", path)).toMatchObject({ status: 404 });
    const log = household.log.join("");
    expect(log).toContain('"notificationId":');
    expect(log).not.toContain(HOOK_SECRET);
  });

  test("never put a mask in a secret's place, and send no secret elsewhere", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    const { id } = await make(admin);
    const before = household.sonarr.connections();
    const shown = (await read(admin, `/api/sonarr/notifications/${id}`)) as Form;
    const collector = new SimulatorServer((_request, response) => {
      send(response, 200, "thanks");
    });
    await collector.start();
    const moved = withUrl(shown, collector.url);
    const tries = [
      ["PUT", `/api/sonarr/notifications/${id}`, moved],
      ["POST", "/api/sonarr/notifications/test", moved],
      ["POST", "/api/sonarr/notifications", { ...shown, name: "a copy" }],
      ["PUT", `/api/sonarr/notifications/${id}`, withUrl(shown, `${receiver.url}/?token=${MASK}`)],
    ] as const;
    for (const [method, path, body] of tries) {
      const answer = await admin.send(method, path, { body });
      expect(answer.status).toBe(400);
      expect(errorIn(answer).error).toContain("masked secret");
    }
    expect(collector.requests).toEqual([]);
    expect(household.sonarr.connections()).toEqual(before);
    await collector.stop();
  });

  test("that the *arr refuses are refused with its words", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    await make(admin);
    const twin = await admin.post("/api/sonarr/notifications", form());
    expect(twin.status).toBe(400);
    expect(errorIn(twin)).toEqual({ error: "Sonarr refused it.", details: "Should be unique" });
    receiver.fault = "status-401";
    const deaf = await admin.post("/api/sonarr/notifications", form({ name: "deaf" }));
    expect(deaf.status).toBe(400);
    expect(errorIn(deaf).details).toContain("401");
    for (const body of [{}, { implementation: "Webhook" }, { ...form(), tags: null }, [], "text"]) {
      expect(await admin.post("/api/sonarr/notifications", body)).toMatchObject({ status: 400 });
    }
  });
});

describe("SABnzbd behind the proxy", () => {
  test("shows all of its queue and the newest of its history, without passwords", async () => {
    for (let n = 1; n <= 70; n += 1) {
      household.sabnzbd.add({ title: `Queued.${n}`, state: "queued", sizeBytes: 1e6 });
      const { id } = household.sabnzbd.add({
        title: `Done.${n}`,
        state: "completed",
        sizeBytes: 1e6,
      });
      household.sabnzbd.setDetail(id, { password: "password-of-a-job" });
    }
    await household.start();
    const admin = await household.signedIn("admin");
    const { queue } = (await read(admin, "/api/sabnzbd/queue?instance=sabnzbd-main")) as {
      queue: { slots: object[]; version: string };
    };
    expect(queue.slots).toHaveLength(70);
    expect(queue.version).toBe("4.5.0");
    for (const [query, rows] of [
      ["", 50],
      ["?limit=5", 5],
      ["?limit=1001", 70],
      // As many as it is set to.
      ["?limit=0", 10],
      ["?limit=-1", 10],
    ] as const) {
      const answer = await admin.get(`/api/sabnzbd/history${query}`);
      const { history } = JSON.parse(answer.text) as { history: { slots: object[] } };
      expect(history.slots).toHaveLength(rows);
      expect(answer.text).not.toContain("password-of-a-job");
    }
    const limits = household.sabnzbd.server.requests
      .filter(({ query }) => query.get("mode") === "history")
      .map(({ query }) => query.get("limit"));
    expect(limits.slice(-3)).toEqual(["1000", "0", "0"]);
    for (const bad of ["all", "1.5"]) {
      expect(await admin.get(`/api/sabnzbd/history?limit=${bad}`)).toMatchObject({ status: 400 });
    }
    household.sabnzbd.server.fault = "status-500";
    const trouble = await admin.get("/api/sabnzbd/queue");
    expect(trouble.status).toBe(502);
    const { credentials } = household.sabnzbd;
    expect(trouble.text).not.toContain(credentials.apiKey);
  });
});

describe("the media server behind the proxy", () => {
  test("tells who is there, and who is behind a session, without their tokens", async () => {
    await household.start();
    const admin = await household.signedIn("admin");
    await household.signedIn("alice");
    const users = (await read(admin, "/api/emby/users")) as { Id: string; Name: string }[];
    expect(users.map(({ Name }) => Name)).toEqual(["Alice", "Bob", "Root"]);
    const alice = household.users.alice.id;
    expect(await read(admin, `/api/emby/users/${alice}`)).toMatchObject({ Name: "Alice" });
    const answer = await admin.get("/api/emby/sessions");
    const sessions = JSON.parse(answer.text) as { Id: string; UserName: string }[];
    for (const { token } of household.mediaServer.sessions()) {
      expect(answer.text).not.toContain(token);
    }
    const hers = sessions.find(({ UserName }) => UserName === "Alice")?.Id ?? "";
    expect(await read(admin, `/api/emby/session/${hers}/user`)).toMatchObject({ Name: "Alice" });

    const nobody = "0".repeat(32);
    for (const path of [`/api/emby/session/${nobody}/user`, `/api/emby/users/${nobody}`]) {
      const missing = await admin.get(path);
      expect(missing.status).toBe(404);
      expect(errorIn(missing).error).not.toBe("");
    }
    for (const id of ["..%2FSystem%2FInfo", "a%20b", "x".repeat(65), "%E2%82%AC"]) {
      expect(await admin.get(`/api/emby/users/${id}`)).toMatchObject({ status: 400 });
    }
    household.mediaServer.server.fault = "status-500";
    expect(await admin.get("/api/emby/users")).toMatchObject({ status: 502 });
  });
});
