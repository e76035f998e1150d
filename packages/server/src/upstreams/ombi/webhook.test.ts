import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { OmbiClient } from "./client.ts";
import { OmbiFake } from "./ombi.fake.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const SETTINGS_PATH = "/api/v1/Settings/notifications/webhook";
const TEST_PATH = "/api/v1/Tester/webhook";
const signal = AbortSignal.timeout(600_000);
const OURS = {
  enabled: true,
  webhookUrl: "http://sofarr:3001/api/webhook/ombi",
  applicationToken: "a token",
  id: null,
};

let fake: OmbiFake;
let client: OmbiClient;

beforeEach(async () => {
  fake = new OmbiFake();
  await fake.server.start();
  client = new OmbiClient(fake.instance(), DEPS);
});
afterEach(async () => {
  await client.close();
  await fake.server.stop();
});

describe("Ombi's webhook", () => {
  test("is read, empty texts as none", async () => {
    fake.answers.set(SETTINGS_PATH, {
      enabled: false,
      webhookUrl: "",
      applicationToken: null,
      id: 0,
    });
    expect(await client.webhook.read(signal)).toEqual({
      enabled: false,
      webhookUrl: null,
      applicationToken: null,
      id: null,
    });
  });

  test("is written as a whole, with Ombi's id where there is one", async () => {
    fake.answers.set(SETTINGS_PATH, true);
    await client.webhook.write(OURS, signal);
    await client.webhook.write({ ...OURS, id: 7 }, signal);
    const { id: _, ...withoutId } = OURS;
    expect(fake.server.requests.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
      ["POST", withoutId],
      ["POST", { ...withoutId, id: 7 }],
    ]);
  });

  test("is tried with the settings as they would be", async () => {
    fake.answers.set(TEST_PATH, true);
    await client.webhook.test(OURS, signal);
    expect(fake.server.requests[0]).toMatchObject({ method: "POST", path: TEST_PATH });
    expect(fake.server.requests[0]?.body).toContain('"applicationToken":"a token"');
  });

  test("that Ombi does not take is a failure without the token in it", async () => {
    fake.answers.set(SETTINGS_PATH, false);
    const failure = await client.webhook.write(OURS, signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "UpstreamError", reason: "bad-payload" });
    expect((failure as Error).stack).not.toContain("a token");
    fake.answers.set(SETTINGS_PATH, 500);
    await expect(client.webhook.write(OURS, signal)).rejects.toMatchObject({ status: 500 });
    await expect(client.webhook.read(signal)).rejects.toMatchObject({ status: 500 });
  });

  test("that is something else cannot be read", async () => {
    fake.answers.set(SETTINGS_PATH, { url: "x" });
    await expect(client.webhook.read(signal)).rejects.toMatchObject({ reason: "bad-payload" });
  });
});
