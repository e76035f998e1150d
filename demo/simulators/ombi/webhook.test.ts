import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { send, SimulatorServer } from "../simulator-server.ts";
import { createOmbiSimulator, type OmbiSimulator } from "./index.ts";

const SETTINGS_PATH = "/api/v1/Settings/notifications/webhook";

let ombi: OmbiSimulator = createOmbiSimulator();
let status = 200;
const receiver = new SimulatorServer((_, response) => send(response, status, ""));

async function post(path: string, body: object): Promise<unknown> {
  const headers = { apikey: ombi.apiKey, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return (await fetch(ombi.url + path, init)).json();
}

beforeEach(async () => {
  status = 200;
  receiver.requests.length = 0;
  ombi = createOmbiSimulator();
  await Promise.all([ombi.start(), receiver.start()]);
});

afterEach(() => Promise.all([ombi.stop(), receiver.stop()]));

describe("the webhook of a simulated Ombi", () => {
  it("is off until it is set, and each setting replaces the whole", async () => {
    const response = await fetch(ombi.url + SETTINGS_PATH, { headers: { apikey: ombi.apiKey } });
    expect(await response.json()).toStrictEqual({
      enabled: false,
      webhookUrl: null,
      applicationToken: null,
      id: 0,
    });
    const webhookUrl = receiver.url;
    expect(await post(SETTINGS_PATH, { enabled: true, webhookUrl, applicationToken: "t" })).toBe(
      true,
    );
    await post(SETTINGS_PATH, { enabled: true, webhookUrl });
    expect(ombi.webhook()).toMatchObject({ enabled: true, webhookUrl, applicationToken: null });
  });

  it("sends a flat body of texts and nulls, its token as Access-Token", async () => {
    await post(SETTINGS_PATH, {
      enabled: true,
      webhookUrl: receiver.url,
      applicationToken: "s3cret",
    });
    const mira = ombi.addUser({ userName: "Mira" });
    const { id } = ombi.addTvRequest({ title: "Show", externalProviderId: 9, requestedBy: mira });
    expect(await ombi.fire("NewRequest", "tv", id)).toBe(200);
    const [seen] = receiver.requests;
    expect(seen?.headers["access-token"]).toBe("s3cret");
    const body = JSON.parse(seen?.body ?? "") as Record<string, unknown>;
    expect(body).toMatchObject({
      notificationType: "NewRequest",
      requestId: String(id),
      providerId: "9",
      type: "TV Show",
      requestedUser: "Mira",
      requestStatus: "Pending Approval",
      denyReason: null,
    });
    const isFlat = (value: unknown): boolean => value === null || typeof value === "string";
    expect(Object.values(body).every(isFlat)).toBe(true);
    expect(Object.keys(body)).not.toContain("detailsUrl");
  });

  it("sends nothing while it is off", async () => {
    await post(SETTINGS_PATH, { enabled: false, webhookUrl: receiver.url });
    const { id } = ombi.addMovieRequest({ title: "A" });
    expect(await ombi.fire("RequestApproved", "movie", id)).toBe("off");
    expect(receiver.requests).toHaveLength(0);
  });

  it("calls the target for a test and says true even when that was refused", async () => {
    status = 401;
    const test = { enabled: false, webhookUrl: receiver.url, applicationToken: "t" };
    expect(await post("/api/v1/Tester/webhook", test)).toBe(true);
    expect(JSON.parse(receiver.requests[0]?.body ?? "")).toMatchObject({
      notificationType: "Test",
      requestId: null,
    });
    expect(ombi.webhook().enabled).toBe(false);
  });

  it("says true for a test that reached nobody", async () => {
    const test = { enabled: true, webhookUrl: "http://127.0.0.1:9/" };
    expect(await post("/api/v1/Tester/webhook", test)).toBe(true);
  });
});
