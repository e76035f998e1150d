import { describe, expect, test } from "vitest";

import type { JsonObject } from "../../upstreams/json-fields.ts";
import { asWanted, findOwn, newConnection, webhookForm } from "./arr-connection.ts";

const TARGET = {
  url: "https://sofarr.example/api/webhook/sonarr?instance=sonarr-main",
  secret: "s3cr&t",
};
const ADDRESS_WITH_SECRET = `${TARGET.url}&secret=s3cr%26t`;
const OUR_HEADER = { key: "X-Sofarr-Webhook-Secret", value: TARGET.secret };

/** The form of a version: the events it knows, and whether its webhooks can send headers. */
function formOf(events: readonly string[], canSendHeaders: boolean): JsonObject {
  return {
    implementation: "Webhook",
    implementationName: "Webhook",
    configContract: "WebhookSettings",
    ...Object.fromEntries(events.map((name) => [name, false])),
    tags: [],
    fields: [
      { name: "url", privacy: "normal" },
      { name: "method", value: 1 },
      { name: "username" },
      { name: "password", privacy: "password" },
      ...(canSendHeaders ? [{ name: "headers", value: [] }] : []),
    ],
  };
}

const FORM = formOf(["onGrab", "onDownload", "onImportComplete", "onHealthIssue"], true);
const OLD_FORM = formOf(["onGrab", "onDownload"], false);

const fieldsOf = (connection: JsonObject): Record<string, unknown> =>
  Object.fromEntries(
    (connection["fields"] as { name: string; value?: unknown }[]).map((one) => [
      one.name,
      one.value,
    ]),
  );

function connection(change: JsonObject, fields: Record<string, unknown>): JsonObject {
  return {
    id: 3,
    name: "Something",
    implementation: "Webhook",
    tags: [],
    ...change,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
  };
}

describe("a new connection", () => {
  test("has every event of this version that matters to us, and no other", () => {
    expect(newConnection(FORM, [], TARGET)).toMatchObject({
      name: "sofarr",
      implementation: "Webhook",
      configContract: "WebhookSettings",
      onGrab: true,
      onDownload: true,
      onImportComplete: true,
      onHealthIssue: false,
      tags: [],
    });
    expect(Object.keys(newConnection(OLD_FORM, [], TARGET))).not.toContain("onImportComplete");
  });

  test("has no event that the form says it does not support", () => {
    const form = { ...FORM, supportsOnGrab: false, supportsOnDownload: true };
    expect(newConnection(form, [], TARGET)).toMatchObject({ onGrab: false, onDownload: true });
  });

  test("carries the secret in a header where the version has them, else in the address", () => {
    expect(fieldsOf(newConnection(FORM, [], TARGET))).toMatchObject({
      url: TARGET.url,
      method: 1,
      headers: [OUR_HEADER],
    });
    const old = fieldsOf(newConnection(OLD_FORM, [], TARGET));
    expect(old["url"]).toBe(ADDRESS_WITH_SECRET);
    expect(Object.keys(old)).not.toContain("headers");
  });

  test("takes another name when something else has ours", () => {
    const list = [{ id: 1, name: "Sofarr", implementation: "Discord", fields: [] }];
    expect(newConnection(FORM, list, TARGET)["name"]).toBe("sofarr webhook");
  });
});

describe("our own connection among all", () => {
  const foreign = connection({ id: 1 }, { url: "https://elsewhere.example/hook" });
  const otherInstance = connection({ id: 2 }, { url: TARGET.url.replace("main", "anime") });
  const byName = connection({ id: 4, name: "SOFARR" }, { url: "http://old.example/hook" });
  const byHand = connection(
    { id: 5 },
    { url: ADDRESS_WITH_SECRET.replace(/instance=[^&]+&/u, "") },
  );
  const exact = connection({ id: 6 }, { url: TARGET.url });

  test.each([
    ["where it leads, exactly", [foreign, byName, byHand, exact, otherInstance], 6],
    ["where it leads, made by hand", [foreign, byName, byHand], 5],
    ["its name, when our address was another", [foreign, otherInstance, byName], 4],
    ["nothing, among those of others", [foreign, otherInstance], null],
  ])("is found by %s", (_how, list, id) => {
    expect(findOwn(list, TARGET)?.id ?? null).toBe(id);
  });

  test("is none of another kind, whatever its name", () => {
    const discord = { ...byName, implementation: "Discord" };
    expect(findOwn([discord], TARGET)).toBeNull();
  });

  test.each([null, "surprise", [5, null, {}], [{ implementation: "Webhook", name: "sofarr" }]])(
    "is not seen in %j",
    (list) => {
      expect(findOwn(list, TARGET)).toBeNull();
    },
  );
});

describe("a connection made right", () => {
  const right = { ...asWanted(newConnection(FORM, [], TARGET), FORM, TARGET), id: 7 };

  test("stays equal when it is right", () => {
    expect(asWanted(right, FORM, TARGET)).toEqual(right);
  });

  test("keeps its name, its own switches, its login and others' headers", () => {
    const proxied = { key: "CF-Access-Client-Id", value: "abc" };
    const before = connection(
      { name: "Tells sofarr", onHealthIssue: true },
      {
        url: TARGET.url,
        method: 1,
        username: "kea",
        password: "********",
        headers: [proxied, { key: "x-sofarr-webhook-secret", value: "an old one" }],
      },
    );
    const after = asWanted(before, FORM, TARGET);
    expect(after).toMatchObject({ id: 3, name: "Tells sofarr", onHealthIssue: true, onGrab: true });
    expect(fieldsOf(after)).toEqual({
      url: TARGET.url,
      method: 1,
      username: "kea",
      password: "********",
      headers: [proxied, OUR_HEADER],
    });
  });

  test.each<[string, JsonObject, Record<string, unknown>]>([
    ["an event is switched off", { onGrab: false }, {}],
    ["tags keep events back", { tags: [4] }, {}],
    ["it leads elsewhere", {}, { url: "http://old.example/api/webhook/sonarr" }],
    ["it uses PUT", {}, { method: 2 }],
    ["its secret is old", {}, { headers: [{ ...OUR_HEADER, value: "old" }] }],
    ["its secret is masked", {}, { headers: [{ ...OUR_HEADER, value: "********" }] }],
    ["it has no headers yet", {}, { headers: undefined }],
  ])("is changed when %s", (_what, change, fields) => {
    const before = connection({ ...right, ...change }, { ...fieldsOf(right), ...fields });
    const after = asWanted(before, FORM, TARGET);
    expect(after).not.toEqual(before);
    expect(after).toMatchObject({ onGrab: true, tags: [] });
    expect(fieldsOf(after)).toEqual(fieldsOf(right));
  });

  test("moves the secret from the address into a header once the app can send one", () => {
    const old = asWanted(connection({}, { url: ADDRESS_WITH_SECRET, method: 1 }), FORM, TARGET);
    expect(fieldsOf(old)).toEqual({ url: TARGET.url, method: 1, headers: [OUR_HEADER] });
  });
});

describe("the form of a webhook", () => {
  test("is found among those of all connections", () => {
    expect(webhookForm([{ implementation: "Discord" }, FORM])).toBe(FORM);
    expect(webhookForm([{ implementation: "Discord" }])).toBeNull();
    expect(webhookForm("surprise")).toBeNull();
  });
});
