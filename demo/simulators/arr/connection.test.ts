import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { send, SimulatorServer } from "../simulator-server.ts";
import {
  createRadarrSimulator,
  createSonarrSimulator,
  type ArrSimulator,
} from "./arr-simulator.ts";
import { ask, firstRow, rowsOf, type Asked } from "./ask.ts";

const RECEIVER_SECRET = "s3cret";

let arr: ArrSimulator | null = null;
let isAccepting = true;
const receiver = new SimulatorServer((request, response) => {
  const isKnown = request.headers["x-sofarr-webhook-secret"] === RECEIVER_SECRET;
  const status = isKnown || request.query.get("secret") === RECEIVER_SECRET ? 200 : 401;
  send(response, isAccepting ? status : 503, "");
});

async function running<T extends ArrSimulator>(simulator: T): Promise<T> {
  await simulator.start();
  arr = simulator;
  return simulator;
}

/** What a careful client posts. */
function connectionBody(change: object = {}, url = `${receiver.url}/hook`): object {
  return {
    name: "sofarr",
    implementation: "Webhook",
    configContract: "WebhookSettings",
    tags: [],
    onGrab: true,
    fields: [
      { name: "url", value: url },
      { name: "method", value: 1 },
      { name: "username", value: "" },
      { name: "password", value: "" },
      { name: "headers", value: [{ key: "X-Sofarr-Webhook-Secret", value: RECEIVER_SECRET }] },
    ],
    ...change,
  };
}

function post(simulator: ArrSimulator, body: object, rest = ""): Promise<Asked> {
  return ask(simulator, `/api/v3/notification${rest}`, { method: "POST", body });
}

function put(simulator: ArrSimulator, body: object, rest = "/1"): Promise<Asked> {
  return ask(simulator, `/api/v3/notification${rest}`, { method: "PUT", body });
}

function fieldNames(form: unknown): string[] {
  return (form as { fields: { name: string }[] }).fields.map((field) => field.name);
}

beforeEach(async () => {
  isAccepting = true;
  receiver.requests.length = 0;
  await receiver.start();
});

afterEach(async () => {
  await arr?.stop();
  await receiver.stop();
});

describe("connections of a simulated *arr", () => {
  it("are tested against the real URL before they are saved", async () => {
    const sonarr = await running(createSonarrSimulator());
    const answer = await post(sonarr, connectionBody());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id: 1, name: "sofarr", onGrab: true, onDownload: false });
    const [seen] = receiver.requests;
    expect(JSON.parse(seen?.body ?? "")).toMatchObject({
      eventType: "Test",
      instanceName: "Sonarr",
      series: { id: 1 },
    });
    expect(seen?.headers["user-agent"]).toMatch(/^Sonarr\/4\.0\.19/);
  });

  it("are refused with a list of failures when the URL does not want the test", async () => {
    const sonarr = await running(createSonarrSimulator());
    isAccepting = false;
    for (const query of ["", "?forceSave=true"]) {
      const answer = await post(sonarr, connectionBody(), query);
      expect(answer.status).toBe(400);
      expect(rowsOf(answer)).toMatchObject([{ propertyName: "Url", severity: "error" }]);
    }
    expect(sonarr.connections()).toHaveLength(0);
  });

  it("are refused when nobody listens at the URL", async () => {
    const sonarr = await running(createSonarrSimulator());
    const answer = await post(sonarr, connectionBody({}, "http://127.0.0.1:9/hook"));
    expect(answer.status).toBe(400);
  });

  it("are saved untested when nothing is switched on", async () => {
    const sonarr = await running(createSonarrSimulator());
    isAccepting = false;
    expect((await post(sonarr, connectionBody({ onGrab: false }))).status).toBe(201);
    expect(receiver.requests).toHaveLength(0);
  });

  it("need a name of their own, whatever its case, and a URL", async () => {
    const sonarr = await running(createSonarrSimulator());
    await post(sonarr, connectionBody());
    const twin = await post(sonarr, connectionBody({ name: "SOFARR" }));
    expect(rowsOf(twin)).toMatchObject([
      { propertyName: "Name", errorMessage: "Should be unique" },
    ]);
    const bad = await post(sonarr, connectionBody({ name: "other" }, "not a url"));
    expect(rowsOf(bad)).toMatchObject([{ propertyName: "Url" }]);
  });

  it.each([{ tags: undefined }, { implementation: "Nonsense" }, { configContract: undefined }])(
    "make the app fall over when sent with %o",
    async (change) => {
      const sonarr = await running(createSonarrSimulator());
      expect((await post(sonarr, connectionBody(change))).status).toBe(500);
    },
  );

  it("lose unknown fields, and switches their version does not have, without a word", async () => {
    const sonarr = await running(createSonarrSimulator({ version: "3.0.10" }));
    const body = connectionBody({ onImportComplete: true }, `${receiver.url}/?secret=s3cret`);
    const answer = await post(sonarr, body);
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body)).not.toContain("onImportComplete");
    expect(fieldNames(answer.body)).toStrictEqual(["url", "method", "username", "password"]);
    expect(receiver.requests[0]?.headers["x-sofarr-webhook-secret"]).toBeUndefined();
  });

  it.each([
    ["Sonarr 4.0.0", false, () => createSonarrSimulator({ version: "4.0.0" })],
    ["Sonarr 4.0.19", true, () => createSonarrSimulator({ version: "4.0.19" })],
    ["Radarr 5.14.0", false, () => createRadarrSimulator({ version: "5.14.0" })],
    ["Radarr 6.1.0", true, () => createRadarrSimulator({ version: "6.1.0" })],
  ])("can have headers of their own in %s: %s", async (_, hasHeaders, create) => {
    const simulator = await running<ArrSimulator>(create());
    const forms = rowsOf(await ask(simulator, "/api/v3/notification/schema"));
    const webhook = forms.find((form) => (form.implementation as unknown) === "Webhook");
    expect(fieldNames(webhook).includes("headers")).toBe(hasHeaders);
  });

  it("show their headers in clear and their password masked, which sent back keeps it", async () => {
    const sonarr = await running(createSonarrSimulator());
    const fields = [
      { name: "url", value: `${receiver.url}/?secret=s3cret` },
      { name: "password", value: "hunter2" },
    ];
    await post(sonarr, connectionBody({ fields }));
    const stored = await ask(sonarr, "/api/v3/notification/1");
    expect(JSON.stringify(stored.body)).not.toContain("hunter2");
    expect((await put(sonarr, stored.body)).status).toBe(202);
    expect(sonarr.connections()[0]?.password).toBe("hunter2");
    const basic = Buffer.from(":hunter2").toString("base64");
    expect(receiver.requests.at(-1)?.headers.authorization).toBe(`Basic ${basic}`);
  });

  it("go back to defaults in everything a PUT leaves out", async () => {
    const sonarr = await running(createSonarrSimulator());
    await post(sonarr, connectionBody({ onDownload: true }));
    const fields = [{ name: "url", value: `${receiver.url}/?secret=s3cret` }];
    const answer = await put(sonarr, connectionBody({ fields }));
    expect(answer.status).toBe(202);
    expect(sonarr.connections()).toMatchObject([
      { id: 1, headers: [], flags: { onGrab: true, onDownload: false } },
    ]);
  });

  it("are tested by a PUT too, unless it is forced", async () => {
    const sonarr = await running(createSonarrSimulator());
    await post(sonarr, connectionBody());
    isAccepting = false;
    expect((await put(sonarr, connectionBody())).status).toBe(400);
    expect((await put(sonarr, connectionBody(), "/1?forceSave=true")).status).toBe(202);
  });

  it("can be tested without being saved", async () => {
    const sonarr = await running(createSonarrSimulator());
    expect((await post(sonarr, connectionBody(), "/test")).status).toBe(200);
    isAccepting = false;
    expect((await post(sonarr, connectionBody(), "/test")).status).toBe(400);
    expect(sonarr.connections()).toHaveLength(0);
  });

  it("are gone after a DELETE and 404 from then on", async () => {
    const radarr = await running(createRadarrSimulator());
    await post(radarr, connectionBody());
    const path = "/api/v3/notification/1";
    expect((await ask(radarr, path, { method: "DELETE" })).status).toBe(200);
    expect((await ask(radarr, path)).status).toBe(404);
    expect((await put(radarr, connectionBody())).status).toBe(404);
  });

  it("all have an empty form in the schema", async () => {
    const radarr = await running(createRadarrSimulator({ version: "4.7.5" }));
    const form = firstRow(await ask(radarr, "/api/v3/notification/schema"));
    expect(Object.keys(form)).toContain("onManualInteractionRequired");
    expect(Object.keys(form)).not.toContain("onImportComplete");
  });
});
