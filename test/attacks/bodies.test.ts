import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { operationsOf } from "../contract/document.ts";
import { EXPECTATIONS } from "../contract/expectations.ts";
import { callOf, type Identity } from "../contract/input.ts";
import { openStage, type Stage } from "../contract/stage.ts";
import { COOKIE_SECRET, NOBODY } from "../contract/whole-household.ts";
import { grabEpisode, startHousehold, type Household } from "../journeys/household.ts";

const MOST_BYTES = 1024 * 1024;
/** As deep as fits into the largest body. */
const DEEP = MOST_BYTES / 2 - 100;
const MANY = 40_000;
const WITHIN_MS = 60_000;

let stage: Stage;
let admin: Identity;
let withBody: readonly string[];

beforeAll(async () => {
  stage = await openStage();
  admin = await stage.whole.signIn("admin");
  const operations = operationsOf(await stage.whole.document());
  withBody = [...operations]
    .filter(([, operation]) => operation.requestBody !== undefined)
    .map(([name]) => name);
});
afterAll(async () => {
  await stage.close();
});

async function sendRaw(name: string, rawBody: string) {
  const good = (await EXPECTATIONS[name]?.good?.(stage, "admin")) ?? {};
  const { body: _body, ...rest } = good;
  const identity = name.startsWith("POST /api/auth/") ? NOBODY : admin;
  return await stage.whole.caller.send(callOf(name, { ...rest, rawBody }, identity));
}

/** Bodies that are small on the wire and large, or endless, for whoever walks through them. */
const BOMBS: Readonly<Record<string, string>> = {
  "lists in lists": "[".repeat(DEEP) + "]".repeat(DEEP),
  "lists in lists without an end": "[".repeat(MOST_BYTES - 10),
  "lists in lists, in a member": `{"eventType":"Grab","name":"x","fields":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`,
  "objects in objects": '{"a":'.repeat(DEEP / 4) + "1" + "}".repeat(DEEP / 4),
  "objects in objects, in a member": `{"notificationType":"x","fields":[{"value":${'{"a":'.repeat(DEEP / 4)}1${"}".repeat(DEEP / 4)}}]}`,
  "masks in lists in lists": `{"fields":${"[".repeat(DEEP - 200)}"********"${"]".repeat(DEEP - 200)}}`,
  "just too deep": `{"eventType":"Grab","fields":${"[".repeat(64)}${"]".repeat(64)}}`,
};

describe("a body that is a bomb", () => {
  test.each(Object.entries(BOMBS))(
    "is refused by every operation that takes one: %s",
    async (_, text) => {
      for (const name of withBody) {
        const answer = await sendRaw(name, text);
        expect([name, answer.status]).toEqual([name, 400]);
        expect(JSON.parse(answer.text)).toEqual(
          expect.objectContaining({ error: expect.any(String) as string }),
        );
      }
    },
    WITHIN_MS,
  );

  test(
    "of many small parts is taken or refused, and in no time that grows with their square",
    async () => {
      const members = Array.from({ length: MANY }, (_unused, at) => `"member ${at}":${at}`).join();
      const pairs = Array.from(
        { length: MANY / 2 },
        (_unused, at) => `{"name":"n${at}","value":1}`,
      );
      for (const text of [
        `{"eventType":"Grab","notificationType":"x",${members}}`,
        `{"name":"x","implementation":"Webhook","configContract":"WebhookSettings","fields":[${pairs.join()}]}`,
      ]) {
        for (const name of withBody) {
          const { status } = await sendRaw(name, text);
          expect([name, status < 500]).toEqual([name, true]);
        }
      }
      const health = await stage.whole.caller.send(callOf("GET /health", {}, NOBODY));
      expect(health.status).toBe(200);
    },
    WITHIN_MS,
  );

  test("just as deep as may be is taken", async () => {
    const text = `{"eventType":"Grab","fields":${"[".repeat(60)}${"]".repeat(60)}}`;
    expect((await sendRaw("POST /api/webhook/sonarr", text)).status).toBe(200);
  });
});

/** Ways to give something to every object there is. */
const POLLUTIONS: readonly string[] = [
  '{"__proto__":{"isAdmin":true,"polluted":true}}',
  '{"constructor":{"prototype":{"isAdmin":true,"polluted":true}}}',
  '{"__pro\\u0074o__":{"polluted":true}}',
  '{"username":"Bob","password":"bob-password","__proto__":{"polluted":true}}',
  '{"eventType":"Grab","notificationType":"x","__proto__":{"polluted":true}}',
  '{"eventType":"Grab","notificationType":"x","a":{"constructor":{"prototype":{"polluted":true}}}}',
  '{"name":"x","implementation":"Webhook","fields":[{"name":"__proto__","value":{"polluted":true}}]}',
  '[{"level":"info","message":"x","__proto__":{"polluted":true}}]',
];
const POLLUTING_QUERIES = [
  "__proto__[polluted]=true",
  "__proto__.polluted=true",
  "constructor[prototype][polluted]=true",
  "constructor.prototype.polluted=true",
  "__proto__=true&instance=__proto__",
  "showAll=true&__proto__[isAdmin]=true",
];

describe("what would give something to every object there is", () => {
  test(
    "gives it to none, and no rights to anybody",
    async () => {
      for (const name of withBody) {
        for (const text of POLLUTIONS) {
          const { status } = await sendRaw(name, text);
          // As the name of a member it is refused, as somebody's text it is a text.
          const isRefused = status === 400 || text.includes('"name":"__proto__"');
          expect([name, text, isRefused && status < 500]).toEqual([name, text, true]);
        }
      }
      const owner = await stage.whole.signIn("owner");
      for (const query of POLLUTING_QUERIES) {
        for (const path of [
          "/api/dashboard/user-downloads",
          "/api/auth/me",
          "/api/sonarr/queue",
          "/api/ombi/requests",
        ]) {
          for (const identity of [owner, admin]) {
            const call = { ...callOf(`GET ${path}`, {}, identity), path: `${path}?${query}` };
            expect((await stage.whole.caller.send(call)).status).toBeLessThan(500);
          }
        }
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect([Reflect.get({}, "polluted"), Reflect.get({}, "isAdmin")]).toEqual([
        undefined,
        undefined,
      ]);
      const me = await stage.whole.caller.send(callOf("GET /api/auth/me", {}, owner));
      expect(JSON.parse(me.text)).toMatchObject({ user: { isAdmin: false } });
      const status = await stage.whole.caller.send(callOf("GET /api/status/status", {}, owner));
      expect(status.status).toBe(403);
    },
    WITHIN_MS,
  );

  test("is no session, though it is signed with the house's own secret", async () => {
    const sid = /"sid":"([^"]+)"/u.exec(decodeURIComponent(admin.cookie ?? ""))?.[1] ?? "";
    expect(sid).not.toBe("");
    for (const text of [
      `{"__proto__":{"sid":"${sid}"}}`,
      `{"constructor":{"prototype":{"sid":"${sid}"}}}`,
      `{"sid":{"toString":"${sid}"}}`,
      `{"sid":["${sid}"]}`,
      `[{"sid":"${sid}"}]`,
    ]) {
      const mac = createHmac("sha256", COOKIE_SECRET)
        .update(text)
        .digest("base64")
        .replaceAll("=", "");
      const cookie = `emby_user=${encodeURIComponent(`${text}.${mac}`)}`;
      const me = await stage.whole.caller.send(
        callOf("GET /api/auth/me", {}, { cookie, csrfToken: null }),
      );
      expect(JSON.parse(me.text)).toEqual({ authenticated: false });
    }
  });
});

describe("people, labels and instances that are called like what every object has", () => {
  const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  let household: Household;

  beforeAll(async () => {
    household = await startHousehold();
    for (const name of NAMES) {
      household.mediaServer.addUser({ name, password: "a password" });
      grabEpisode(household, {
        title: `Of.${name}`,
        series: `Of ${name}`,
        tags: [name.toLowerCase()],
      });
    }
    grabEpisode(household, { title: "Of.kids", series: "Of kids", tags: ["kids"] });
    grabEpisode(household, {
      title: "Of.nobody",
      series: "Of nobody",
      tags: ["prototype", "isprototypeof"],
    });
    const { sonarr } = household;
    const instances = NAMES.map((id) => ({
      id,
      name: `Radarr ${id}`,
      url: sonarr.url,
      apiKey: "x",
    }));
    await household.start({
      USER_TAGS: '{"__proto__":["kids"],"constructor":["constructor"]}',
      RADARR_INSTANCES: JSON.stringify(instances),
    });
  });
  afterAll(async () => {
    await household.stop();
  });

  test.each(NAMES)("have their own and nobody else's: %s", async (name) => {
    const browser = household.browser();
    expect((await browser.login(name, "a password")).status).toBe(200);
    const stream = await browser.stream();
    const expected = [`Of.${name}`, ...(name === "__proto__" ? ["Of.kids"] : [])].toSorted();
    await stream.until(() => stream.view().size >= expected.length, "theirs");
    const titles = [...stream.view().values()].map(({ title }) => title).toSorted();
    expect(titles).toEqual(expected);
    stream.close();
  });

  test("are all told to an admin", async () => {
    const root = await household.signedIn("admin");
    const stream = await root.stream("?showAll=true&delta=1");
    await stream.until(() => stream.view().size === NAMES.length + 2, "everybody's");
    stream.close();
    const status = JSON.parse((await root.get("/api/status/status")).text) as {
      polling: { lastPoll: object };
      sources: { id: string }[];
    };
    expect(status.sources.map(({ id }) => id)).toEqual(expect.arrayContaining(NAMES));
    expect(Object.keys(status.polling.lastPoll)).toEqual(expect.arrayContaining(NAMES));
    for (const name of NAMES) {
      const answer = await root.get(`/api/radarr/queue?instance=${name}`);
      expect([name, answer.status]).toEqual([name, 502]);
    }
  });
});
