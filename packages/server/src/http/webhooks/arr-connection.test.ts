import { describe, expect, test } from "vitest";

import type { JsonObject } from "../../upstreams/json-fields.ts";
import { asWanted, findOwn, newConnection, webhookForm } from "./arr-connection.ts";

const TARGET = {
  url: "https://sofarr.example/api/webhook/sonarr?instance=sonarr-main",
  secret: "s3cr&t",
};
const ADDRESS_WITH_SECRET = `${TARGET.url}&secret=s3cr%26t`;
/** Where a sofarr is that may be ours from before it moved, or somebody else's. */
const ELSEWHERE = TARGET.url.replace("sofarr.example", "other-sofarr.example");
const AT_OTHER_PORT = TARGET.url.replace("sofarr.example", "sofarr.example:8443");
const MASKED_HEADER = { key: "x-sofarr-webhook-secret", value: "********" };
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
    const taken = (...names: readonly string[]): JsonObject[] =>
      names.map((name, id) => ({ id, name, implementation: "Discord", fields: [] }));
    const nameAmong = (...names: readonly string[]): unknown =>
      newConnection(FORM, taken(...names), TARGET)["name"];
    expect(nameAmong("Sofarr")).toBe("sofarr webhook");
    expect(nameAmong("sofarr", "Sofarr Webhook", "sofarr webhook 3")).toBe("sofarr webhook 2");
  });
});

describe("our own connection among all", () => {
  const foreign = connection({ id: 1 }, { url: "https://elsewhere.example/hook" });
  const otherInstance = connection({ id: 2 }, { url: TARGET.url.replace("main", "anime") });
  const byHand = connection(
    { id: 5 },
    { url: ADDRESS_WITH_SECRET.replace(/instance=[^&]+&/u, "") },
  );
  const exact = connection({ id: 6 }, { url: TARGET.url });
  const formerly = connection({ id: 4 }, { url: ELSEWHERE, headers: [OUR_HEADER] });

  test.each([
    ["where it leads, exactly", [foreign, formerly, byHand, exact, otherInstance], 6],
    ["where it leads, made by hand", [foreign, formerly, byHand], 5],
    ["our secret, when our address was another", [foreign, otherInstance, formerly], 4],
    ["nothing, among those of others", [foreign, otherInstance], null],
  ])("is found by %s", (_how, list, id) => {
    expect(findOwn(list, TARGET)?.id ?? null).toBe(id);
  });

  test.each<[string, string, unknown[] | null, boolean]>([
    ["our secret", ELSEWHERE, [OUR_HEADER], true],
    ["our secret in its address", `${ELSEWHERE}&secret=s3cr%26t`, null, true],
    ["our secret, and no instance", ELSEWHERE.replace(/\?.*/u, ""), [OUR_HEADER], true],
    ["our secret below a base path", ELSEWHERE.replace("/api", "/old/api"), [OUR_HEADER], true],
    ["our name alone", ELSEWHERE, null, false],
    ["our name and a secret we cannot see", ELSEWHERE, [MASKED_HEADER], false],
    ["another secret", ELSEWHERE, [{ ...OUR_HEADER, value: "theirs" }], false],
    ["our secret for another instance", ELSEWHERE.replace("main", "anime"), [OUR_HEADER], false],
    ["our secret for another kind", ELSEWHERE.replace("/sonarr", "/radarr"), [OUR_HEADER], false],
    ["our secret, but no receiver", "https://other-sofarr.example/hook", [OUR_HEADER], false],
    ["our host at another port", AT_OTHER_PORT, null, true],
    ["our host at another port, and a secret we cannot see", AT_OTHER_PORT, [MASKED_HEADER], true],
    [
      "our host, where another sofarr is too",
      AT_OTHER_PORT,
      [{ ...OUR_HEADER, value: "x" }],
      false,
    ],
    ["our host, for another instance", AT_OTHER_PORT.replace("main", "anime"), null, false],
    ["our host, but no receiver", "https://sofarr.example:8443/hook", null, false],
  ])("called sofarr, with %s: %s %j is ours: %s", (_what, url, headers, isOurs) => {
    const one = connection({ id: 8, name: "SOFARR" }, { url, headers });
    const found = findOwn([foreign, one, otherInstance], TARGET);
    expect(found).toEqual(isOurs ? { id: 8, connection: one, movesFrom: new URL(url).host } : null);
  });

  test("at another port of our host is ours by its name alone", () => {
    expect(
      findOwn([connection({ name: "Test sofarr" }, { url: AT_OTHER_PORT })], TARGET),
    ).toBeNull();
  });

  test("moves from nowhere when it leads here already", () => {
    expect(findOwn([exact], TARGET)).toEqual({ id: 6, connection: exact, movesFrom: null });
  });

  test("is none of another kind, whatever its name", () => {
    const discord = { ...formerly, name: "sofarr", implementation: "Discord" };
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
