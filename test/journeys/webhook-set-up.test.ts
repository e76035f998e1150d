import { afterEach, describe, expect, test } from "vitest";

import type { ArrSimulator, QueueItem } from "../../demo/simulators/arr/index.ts";
import { send, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import type { Answer, Browser } from "./browser.ts";
import {
  HOOK_SECRET,
  startHookHouse,
  writesTo,
  type HookHouse,
  type HookHouseOptions,
} from "./hook-house.ts";

const MASK = "********";
const SONARR = "/api/sonarr/notifications/sofarr-webhook";
const RADARR = "/api/radarr/notifications/sofarr-webhook";
const NOT_LISTENING = "http://127.0.0.1:9";

let house: HookHouse;
let admin: Browser;
/** Everything the server said to the admin. */
let answers: string[];
const elsewhere = new SimulatorServer((_request, response) => send(response, 200, ""));

async function open(
  options: HookHouseOptions = {},
  change: Readonly<Record<string, string>> = {},
): Promise<void> {
  answers = [];
  house = await startHookHouse(options);
  await elsewhere.start();
  await house.start(change);
  admin = await house.admin();
}

async function restart(change: Readonly<Record<string, string>>): Promise<void> {
  await house.server.stop();
  await house.start(change);
  admin = await house.admin();
}

async function post(path: string, body?: object): Promise<Answer> {
  const answer = await admin.post(path, body);
  answers.push(JSON.stringify(answer.headers) + answer.text);
  return answer;
}

async function get(path: string): Promise<unknown> {
  const answer = await admin.get(path);
  answers.push(JSON.stringify(answer.headers) + answer.text);
  return JSON.parse(answer.text);
}

afterEach(async () => {
  await house.stop(answers);
  await elsewhere.stop();
});

describe("setting up an *arr with one click", () => {
  test.each([
    ["sonarr", "3.0.10", false, ["onGrab", "onDownload", "onUpgrade", "onSeriesDelete"]],
    ["sonarr", "4.0.0", false, ["onGrab", "onSeriesAdd", "onManualInteractionRequired"]],
    ["sonarr", "4.0.19", true, ["onImportComplete", "onEpisodeFileDelete", "onRename"]],
    ["radarr", "3.2.2", false, ["onGrab", "onDownload", "onUpgrade", "onMovieDelete"]],
    ["radarr", "4.7.5", false, ["onMovieAdded", "onManualInteractionRequired"]],
    ["radarr", "5.14.0", false, ["onMovieFileDelete", "onMovieFileDeleteForUpgrade"]],
    ["radarr", "6.1.0", true, ["onMovieFileDelete", "onRename"]],
  ] as const)(
    "%s %s: the connection works (headers: %s)",
    async (kind, version, hasHeaders, on) => {
      await open(
        kind === "sonarr"
          ? { sonarrs: { main: version } }
          : { sonarrs: {}, radarrs: { main: version } },
      );
      const arr: ArrSimulator = kind === "sonarr" ? house.sonarr() : house.radarr();
      const answer = await post(kind === "sonarr" ? SONARR : RADARR);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({
        id: 1,
        name: "sofarr",
        implementation: "Webhook",
        ...Object.fromEntries(on.map((name) => [name, true])),
        instances: [{ instanceId: `${kind}-main`, instanceName: "main", outcome: "created" }],
      });
      const [connection, ...others] = arr.connections();
      expect(others).toEqual([]);
      const url = new URL(connection?.url ?? "");
      expect(`${url.origin}${url.pathname}`).toBe(`${house.baseUrl}/api/webhook/${kind}`);
      expect(url.searchParams.get("instance")).toBe(`${kind}-main`);
      expect(url.searchParams.get("secret")).toBe(hasHeaders ? null : HOOK_SECRET);
      expect(connection?.headers).toEqual(
        hasHeaders ? [{ key: "X-Sofarr-Webhook-Secret", value: HOOK_SECRET }] : [],
      );
      expect(connection?.flags["onHealthIssue"]).toBe(false);
      // The live test came in while the *arr was still saving.
      expect(house.heard()).toMatchObject([{ sender: `${kind}-main`, event: "Test" }]);

      const deliveries = await arr.fire({ type: "Grab", item: grabIn(arr, house) });
      expect(deliveries.map(({ status }) => status)).toEqual([200]);
      expect(house.heard().at(-1)).toMatchObject({ sender: `${kind}-main`, event: "Grab" });
    },
  );

  test("a second time changes nothing, nor does a third", async () => {
    await open();
    const { server } = house.sonarr();
    const first = JSON.parse((await post(SONARR)).text) as object;
    const stored = structuredClone(house.sonarr().connections());
    expect(writesTo(server)).toEqual(["POST /notification"]);
    for (let time = 2; time <= 3; time += 1) {
      expect(JSON.parse((await post(SONARR)).text)).toEqual({
        ...first,
        instances: [{ instanceId: "sonarr-main", instanceName: "main", outcome: "unchanged" }],
      });
    }
    expect(writesTo(server)).toEqual(["POST /notification"]);
    expect(house.sonarr().connections()).toEqual(stored);
  });

  test("two clicks at once make one connection", async () => {
    await open();
    const both = await Promise.all([post(SONARR), post(SONARR)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(house.sonarr().connections()).toHaveLength(1);
  });

  test("what is shown of it has every secret masked", async () => {
    await open({ sonarrs: { main: "4.0.19", old: "3.0.10" } });
    const fieldOf = async (instance: string, wanted: string): Promise<unknown> => {
      const { text } = await post(`${SONARR}?instance=${instance}`);
      const { fields } = JSON.parse(text) as { fields: { name: string; value?: unknown }[] };
      return fields.find(({ name }) => name === wanted)?.value;
    };
    expect(await fieldOf("sonarr-main", "headers")).toEqual([
      { key: "X-Sofarr-Webhook-Secret", value: MASK },
    ]);
    const url = new URL(String(await fieldOf("sonarr-old", "url")));
    expect(url.searchParams.get("secret")).toBe(MASK);
  });

  test("connections of others stay as they are, and ours is found again after it was changed", async () => {
    await open();
    const sonarr = house.sonarr();
    await connect(sonarr, "Chat", elsewhere.url);
    await connect(sonarr, "Another sofarr", `${elsewhere.url}/api/webhook/sonarr`);
    const foreign = structuredClone(sonarr.connections());
    await post(SONARR);
    expect(sonarr.connections().slice(0, 2)).toEqual(foreign);
    const [, , ours] = sonarr.connections();
    if (ours === undefined) throw new Error("no connection was made");
    const right = structuredClone(ours);

    // An admin renames it and switches something off; then sofarr moves and gets another secret.
    Object.assign(ours, {
      name: "Tells sofarr",
      flags: { ...ours.flags, onGrab: false },
      tags: [9],
    });
    const repaired = JSON.parse((await post(SONARR)).text) as object;
    expect(repaired).toMatchObject({ id: right.id, instances: [{ outcome: "updated" }] });
    expect(sonarr.connections()).toEqual([...foreign, { ...right, name: "Tells sofarr" }]);
    await restart({ SOFARR_WEBHOOK_SECRET: "another secret of the house" });
    expect(JSON.parse((await post(SONARR)).text)).toMatchObject({
      instances: [{ outcome: "updated" }],
    });
    expect(sonarr.connections()[2]?.headers[0]?.value).toBe("another secret of the house");
    expect(sonarr.connections()).toHaveLength(3);
  });

  test("one that led to an earlier address of ours leads here afterwards, and that is said", async () => {
    await open();
    const { sonarr } = house;
    const ours = `${house.baseUrl}/api/webhook/sonarr?instance=sonarr-main`;
    await connect(sonarr(), "Sofarr", `${elsewhere.url}/api/webhook/sonarr`);
    const byName = JSON.parse((await post(SONARR)).text) as object;
    const movedFrom = new URL(elsewhere.url).host;
    expect(byName).toMatchObject({ instances: [{ outcome: "updated", movedFrom }] });
    expect(sonarr().connections()).toMatchObject([{ name: "Sofarr", url: ours }]);
    expect(house.server.log.some((line) => line.includes(`"movedFrom":"${movedFrom}"`))).toBe(true);

    // It has our secret now: that is known again on any host.
    const [connection] = sonarr().connections();
    if (connection === undefined) throw new Error("there is no connection");
    Object.assign(connection, { name: "Any", url: ours.replace("127.0.0.1", "former.example") });
    expect(JSON.parse((await post(SONARR)).text)).toMatchObject({
      instances: [{ outcome: "updated", movedFrom: new URL(connection.url).host }],
    });
    expect(sonarr().connections()).toMatchObject([{ name: "Any", url: ours }]);
    expect(JSON.parse((await post(SONARR)).text)).not.toHaveProperty("instances.0.movedFrom");
  });

  test("another sofarr's stays as it is, though it is called as ours is", async () => {
    await open();
    const theirs = "https://other-sofarr.example/api/webhook/sonarr?instance=sonarr-main";
    // Switched off while it is made, or this Sonarr would try it.
    await connect(house.sonarr(), "sofarr", theirs, false);
    const [before] = structuredClone(house.sonarr().connections());
    for (const outcome of ["created", "unchanged"]) {
      expect(JSON.parse((await post(SONARR)).text)).toMatchObject({
        name: "sofarr webhook",
        instances: [{ outcome }],
      });
    }
    expect(house.sonarr().connections()).toEqual([
      before,
      expect.objectContaining({
        name: "sofarr webhook",
        url: `${house.baseUrl}/api/webhook/sonarr?instance=sonarr-main`,
      }),
    ]);
  });

  test("every instance gets an address of its own, or the one that is named", async () => {
    await open({ sonarrs: { main: "4.0.19", anime: "4.0.0", kids: "4.0.19" } });
    expect((await post(`${SONARR}?instance=sonarr-anime`)).status).toBe(200);
    expect(
      ["main", "anime", "kids"].map((name) => house.sonarr(name).connections().length),
    ).toEqual([0, 1, 0]);
    expect(JSON.parse((await post(SONARR)).text)).toMatchObject({
      instances: [
        { instanceId: "sonarr-main", outcome: "created" },
        { instanceId: "sonarr-anime", outcome: "unchanged" },
        { instanceId: "sonarr-kids", outcome: "created" },
      ],
    });
    for (const name of ["main", "anime", "kids"]) {
      const [connection] = house.sonarr(name).connections();
      expect(new URL(connection?.url ?? "").searchParams.get("instance")).toBe(`sonarr-${name}`);
    }
    expect((await post(`${SONARR}?instance=radarr-main`)).status).toBe(404);
  });

  test("one that cannot be set up is named; the others are, all the same", async () => {
    await open({ sonarrs: { main: "4.0.19", anime: "4.0.19" } });
    house.sonarr("anime").server.fault = "status-401";
    const answer = await post(SONARR);
    expect(answer.status).toBe(502);
    const { error } = JSON.parse(answer.text) as { error: string };
    expect(error).toContain("sonarr-anime: does not accept the API key");
    expect(error).toContain("Set up: sonarr-main.");
    expect(house.sonarr("main").connections()).toHaveLength(1);
  });

  test("an app that cannot reach us says why, without the secret", async () => {
    await open({ sonarrs: { main: "4.0.0" } }, { SOFARR_BASE_URL: NOT_LISTENING });
    const answer = await post(SONARR);
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toEqual({
      error:
        "Not set up: sonarr-main: it did not take the webhook (Unable to post to webhook: no answer).",
      details: expect.stringContaining("SOFARR_BASE_URL") as string,
    });
    expect(house.sonarr().connections()).toEqual([]);
  });

  test.each(["reset", "status-500", "html", "half-json", "wrong-type", "redirect"] as const)(
    "an app that answers with %s is trouble with that app, in words",
    async (fault) => {
      await open();
      house.sonarr().server.fault = fault;
      const answer = await post(SONARR);
      expect(answer.status).toBe(502);
      expect(answer.text).toContain("sonarr-main");
    },
  );

  test("says what is missing, and what is not there to set up", async () => {
    await open({}, { SOFARR_BASE_URL: "" });
    const noAddress = await post(SONARR);
    expect(noAddress.status).toBe(400);
    expect(noAddress.text).toContain("SOFARR_BASE_URL");
    expect(noAddress.text).toContain("missing");
    expect((await post(RADARR)).status).toBe(503);
    await restart({ SOFARR_WEBHOOK_SECRET: "" });
    const noSecret = await post(SONARR);
    expect(noSecret.status).toBe(400);
    expect(noSecret.text).toContain("SOFARR_WEBHOOK_SECRET missing");
    expect(house.sonarr().connections()).toEqual([]);
  });

  test("is for admins with their CSRF token alone", async () => {
    await open({ hasOmbi: true });
    const alice = await house.server.signedIn(house.people.alice);
    for (const path of [SONARR, RADARR, "/api/ombi/webhook/enable", "/api/ombi/webhook/test"]) {
      expect((await house.server.browser().post(path)).status).toBe(401);
      expect((await alice.post(path)).status).toBe(403);
      const headers = { "x-csrf-token": "none" };
      expect((await admin.post(path, undefined, { headers })).status).toBe(403);
    }
    expect((await alice.get("/api/ombi/webhook/status")).status).toBe(403);
    expect(house.sonarr().connections()).toEqual([]);
    expect(house.ombi.webhook().enabled).toBe(false);
  });

  test("below a base path the address has it once", async () => {
    await open({}, { BASE_PATH: "/sofarr" });
    const base = await house.server.signedIn(house.people.admin);
    const answer = await base.post("/api/sonarr/notifications/sofarr-webhook");
    answers.push(answer.text);
    expect(answer.status).toBe(200);
    expect(house.sonarr().connections()[0]?.url).toBe(
      `${house.baseUrl}/sofarr/api/webhook/sonarr?instance=sonarr-main`,
    );
  });
});

describe("Ombi's one webhook", () => {
  const OURS = (): string => `${house.baseUrl}/api/webhook/ombi?instance=ombi-main`;

  test("leads here after one click; a second changes nothing", async () => {
    await open({ hasOmbi: true });
    expect(await get("/api/ombi/webhook/status")).toMatchObject({
      enabled: false,
      webhookUrl: null,
      applicationToken: null,
      isOurs: false,
      stats: { eventsReceived: 0, pollsSkipped: 0 },
    });
    const answer = await post("/api/ombi/webhook/enable");
    const expected = { success: true, webhookUrl: OURS(), applicationToken: MASK };
    expect(JSON.parse(answer.text)).toEqual(expected);
    expect(house.ombi.webhook()).toMatchObject({
      enabled: true,
      webhookUrl: OURS(),
      applicationToken: HOOK_SECRET,
    });
    expect(JSON.parse((await post("/api/ombi/webhook/enable", {})).text)).toEqual(expected);
    expect(settingWrites()).toBe(1);
    expect(await get("/api/ombi/webhook/status")).toMatchObject({
      enabled: true,
      webhookUrl: OURS(),
      applicationToken: MASK,
      isOurs: true,
      triggers: {
        requestAvailable: true,
        requestApproved: true,
        requestDeclined: true,
        requestPending: true,
        requestProcessing: true,
      },
    });
  });

  test("that leads elsewhere is only replaced when asked for by force", async () => {
    await open({ hasOmbi: true });
    const foreign = { enabled: true, webhookUrl: `${elsewhere.url}/hook?token=t0psecret` };
    await writeSettings(foreign);
    for (const body of [undefined, {}, { force: false }]) {
      const refused = await post("/api/ombi/webhook/enable", body);
      expect(refused.status).toBe(400);
      expect(refused.text).toContain(new URL(elsewhere.url).host);
      expect(refused.text).toContain("force");
      expect(refused.text).not.toContain("t0psecret");
    }
    expect(house.ombi.webhook()).toMatchObject(foreign);
    expect(await get("/api/ombi/webhook/status")).toMatchObject({
      enabled: true,
      isOurs: false,
      webhookUrl: `${elsewhere.url}/hook?token=${MASK}`,
    });
    const notOurs = await post("/api/ombi/webhook/test");
    expect(notOurs.status).toBe(400);
    expect((await post("/api/ombi/webhook/enable", { force: true })).status).toBe(200);
    expect(house.ombi.webhook().webhookUrl).toBe(OURS());
  });

  test("that is ours but off, or has an old secret, is mended without force", async () => {
    await open({ hasOmbi: true });
    await writeSettings({
      enabled: false,
      webhookUrl: `${house.baseUrl}/api/webhook/ombi`,
      applicationToken: "an older secret",
    });
    expect((await post("/api/ombi/webhook/enable")).status).toBe(200);
    expect(house.ombi.webhook()).toMatchObject({ enabled: true, applicationToken: HOOK_SECRET });
  });

  test("is tried with a real event, and it is said whether that came", async () => {
    await open({ hasOmbi: true });
    expect((await post("/api/ombi/webhook/test")).status).toBe(400);
    await post("/api/ombi/webhook/enable");
    const before = Date.now();
    expect(JSON.parse((await post("/api/ombi/webhook/test")).text)).toMatchObject({
      success: true,
    });
    const { stats } = (await get("/api/ombi/webhook/status")) as {
      stats: { eventsReceived: number; lastWebhookTimestamp: number };
    };
    expect(stats.eventsReceived).toBe(1);
    expect(Number.isInteger(stats.lastWebhookTimestamp)).toBe(true);
    expect(stats.lastWebhookTimestamp).toBeGreaterThanOrEqual(before);

    // Ombi says that all is well also when we turn its event away.
    await writeSettings({
      enabled: true,
      webhookUrl: OURS(),
      applicationToken: "an older secret",
    });
    const refused = JSON.parse((await post("/api/ombi/webhook/test")).text) as {
      success: boolean;
      message: string;
    };
    expect(refused.success).toBe(false);
    expect(refused.message).toContain("SOFARR_BASE_URL");
  });

  test("cannot be set up without an Ombi, and its status says that it is off", async () => {
    await open();
    for (const path of ["/api/ombi/webhook/enable", "/api/ombi/webhook/test"]) {
      const answer = await post(path);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain("Ombi is not configured");
    }
    expect(await get("/api/ombi/webhook/status")).toMatchObject({ enabled: false, stats: null });
  });

  test("cannot be set up without what webhooks need, which is said", async () => {
    await open({ hasOmbi: true }, { SOFARR_BASE_URL: "" });
    for (const path of ["/api/ombi/webhook/enable", "/api/ombi/webhook/test"]) {
      const answer = await post(path);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain("SOFARR_BASE_URL missing");
    }
    expect(await get("/api/ombi/webhook/status")).toMatchObject({ enabled: false, isOurs: false });
  });

  test("of an Ombi that cannot be asked is trouble with Ombi", async () => {
    await open({ hasOmbi: true });
    house.ombi.server.fault = "status-401";
    expect((await post("/api/ombi/webhook/enable")).status).toBe(502);
    expect((await post("/api/ombi/webhook/test")).status).toBe(502);
    expect((await admin.get("/api/ombi/webhook/status")).status).toBe(502);
  });
});

function settingWrites(): number {
  return house.ombi.server.requests.filter(
    ({ method, path }) => method === "POST" && path.endsWith("/notifications/webhook"),
  ).length;
}

async function writeSettings(settings: object): Promise<void> {
  await fetch(`${house.ombi.url}/api/v1/Settings/notifications/webhook`, {
    method: "POST",
    headers: { apikey: house.ombi.apiKey, "content-type": "application/json" },
    body: JSON.stringify(settings),
  });
}

/** A connection of somebody else, that calls another place. */
async function connect(arr: ArrSimulator, name: string, url: string, isOn = true): Promise<void> {
  const answer = await fetch(`${arr.url}/api/v3/notification`, {
    method: "POST",
    headers: { "x-api-key": arr.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      name,
      implementation: "Webhook",
      configContract: "WebhookSettings",
      tags: [],
      onGrab: isOn,
      fields: [
        { name: "url", value: url },
        { name: "method", value: 1 },
      ],
    }),
  });
  if (answer.status !== 201) throw new Error(`no connection was made: ${answer.status}`);
}

/** Something that was grabbed. */
function grabIn(arr: ArrSimulator, { sonarr, radarr }: HookHouse): QueueItem {
  if (arr.kind === "radarr") {
    const { id } = radarr().addMovie({ title: "Nightshift" });
    return arr.addQueueItem({ title: "Nightshift", movieId: id });
  }
  const { id } = sonarr().addSeries({ title: "Harbor Lights" });
  return arr.addQueueItem({ title: "Harbor.S01E01", seriesId: id, episodeIds: [1] });
}
