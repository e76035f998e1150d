import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { operationsOf, type Operation } from "../contract/document.ts";
import { EXPECTATIONS } from "../contract/expectations.ts";
import { callOf, type Identity, type Input } from "../contract/input.ts";
import { openStage, type Stage } from "../contract/stage.ts";
import type { Who } from "../contract/whole-household.ts";

/** What a form of another site, or a script without leave, can send with the victim's cookies. */
const SIMPLE: Readonly<Record<string, string | null>> = {
  "text/plain": "text/plain",
  "text/plain that says it is JSON": "text/plain; charset=application/json",
  "a form": "application/x-www-form-urlencoded",
  "a form with files": "multipart/form-data; boundary=x",
  "no type": null,
  "an empty type": "",
  "a type that nearly is JSON": "application/json\u00a0",
};
/** Guarded by a secret of their own, which no form can know. */
const BY_SECRET = /^POST \/api\/webhook\//u;
const JSON_TYPE = "application/json";
const IS_FOR_VISITORS = "POST /api/auth/login";
/** Each of these has made some framework take a GET for something else. */
const OVERRIDES: Readonly<Record<string, string>> = {
  "x-http-method-override": "DELETE",
  "x-http-method": "DELETE",
  "x-method-override": "DELETE",
};
/** Reading takes these; nothing changes by them. */
const IS_READING = /^(?:GET|HEAD) |^POST \/api\/v2\/auth\/login$/u;
const WITHIN_MS = 60_000;

let stage: Stage;
let operations: ReadonlyMap<string, Operation>;
const identities = new Map<Who, Identity>();

beforeAll(async () => {
  stage = await openStage();
  operations = operationsOf(await stage.whole.document());
  for (const who of ["owner", "admin"] as const) identities.set(who, await stage.whole.signIn(who));
});
afterAll(async () => {
  await stage.close();
});

function changes(): string[] {
  return [...operations.keys()].filter((name) => !name.startsWith("GET "));
}

/** Everything that a call could have changed, in words. */
function world(): string {
  const { household, ombi } = stage.whole;
  const { sonarr, anime, radarr, qbittorrent, sabnzbd, mediaServer } = household;
  return JSON.stringify({
    sessions: mediaServer.sessions().length,
    arrs: [sonarr, anime, radarr].map((arr) => ({
      titles: arr.titles().length,
      queue: arr.queueItems().map(({ key }) => key),
      connections: arr.connections(),
    })),
    downloads: [qbittorrent, sabnzbd].map((client) => client.downloads().map(({ id }) => id)),
    writes: [...stage.whole.upstreams, ombi.server].flatMap(({ requests }) =>
      requests
        .map(({ method, path }) => `${method} ${path}`)
        .filter((one) => !IS_READING.test(one)),
    ),
  });
}

/** @param type what the body says it is, where there is one; `null` for nothing. */
async function send(
  name: string,
  input: Input,
  identity: Identity,
  type: string | null = JSON_TYPE,
) {
  const call = callOf(name, input, identity);
  const isSaid = type !== null && (type !== JSON_TYPE || call.body !== null);
  const { "content-type": _json, ...headers } = call.headers;
  return await stage.whole.caller.send({
    ...call,
    headers: { ...headers, ...(isSaid ? { "content-type": type } : {}), ...input.headers },
  });
}

describe("a form of another site", () => {
  test(
    "changes nothing, whatever it sends and however it calls it",
    async () => {
      const wrong: string[] = [];
      for (const name of changes().filter(
        (one) => !BY_SECRET.test(one) && one !== IS_FOR_VISITORS,
      )) {
        for (const who of ["owner", "admin"] as const) {
          const good = (await EXPECTATIONS[name]?.good?.(stage, who)) ?? {};
          const { cookie } = identities.get(who) ?? { cookie: null };
          const before = world();
          for (const [what, type] of Object.entries(SIMPLE)) {
            const { status } = await send(name, good, { cookie, csrfToken: null }, type);
            if (![400, 403, 415].includes(status))
              wrong.push(`${who}, ${name}, ${what}: ${status}`);
          }
          expect(world()).toBe(before);
        }
      }
      expect(wrong).toEqual([]);
    },
    WITHIN_MS,
  );

  test("signs nobody in, and sends no event", async () => {
    const before = world();
    const body = { username: "Alice", password: "alice-password" };
    for (const type of Object.values(SIMPLE)) {
      const answer = await send(IS_FOR_VISITORS, { body }, { cookie: null, csrfToken: null }, type);
      expect([400, 415]).toContain(answer.status);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    for (const name of changes().filter((one) => BY_SECRET.test(one))) {
      const { body: event } = (await EXPECTATIONS[name]?.good?.(stage, "owner")) ?? {};
      const identity = identities.get("admin") ?? { cookie: null, csrfToken: null };
      expect((await send(name, { body: event }, identity, "text/plain")).status).toBe(401);
    }
    expect(world()).toBe(before);
  });

  test(
    "is told by what the browser says of it, even with the right token or the right secret",
    async () => {
      for (const name of changes()) {
        const good = (await EXPECTATIONS[name]?.good?.(stage, "admin")) ?? {};
        const identity = identities.get("admin") ?? { cookie: null, csrfToken: null };
        const before = world();
        const headers = { ...good.headers, "sec-fetch-site": "cross-site" };
        const answer = await send(name, { ...good, headers }, identity);
        expect([name, answer.status]).toEqual([name, 403]);
        expect(world()).toBe(before);
      }
    },
    WITHIN_MS,
  );
});

describe("the token", () => {
  const name = "POST /api/auth/logout";

  test("counts in its header alone: not in a cookie, in the address or in the body", async () => {
    const { cookie, csrfToken } = await stage.whole.signIn("admin");
    const token = csrfToken ?? "";
    expect(cookie).toContain("csrf_token=");
    const body = { csrfToken: token, csrf_token: token, "x-csrf-token": token };
    for (const input of [{}, { query: { csrf_token: token, "x-csrf-token": token } }, { body }]) {
      expect((await send(name, input, { cookie, csrfToken: null })).status).toBe(403);
    }
    expect((await send(name, {}, { cookie, csrfToken })).status).toBe(200);
  });

  test.each([
    [
      "another session of the same person",
      async () => (await stage.whole.signIn("admin")).csrfToken,
    ],
    ["somebody else", () => identities.get("owner")?.csrfToken ?? null],
    [
      "two tokens put together",
      async () => {
        const [one, other] = [identities.get("admin"), await stage.whole.signIn("admin")];
        return `${one?.csrfToken?.split(".")[0] ?? ""}.${other.csrfToken?.split(".")[1] ?? ""}`;
      },
    ],
    [
      "an attacker who signs an empty session",
      async () => {
        const answer = await stage.whole.caller.send(
          callOf("GET /api/auth/csrf", {}, { cookie: null, csrfToken: null }),
        );
        return (JSON.parse(answer.text) as { csrfToken: string }).csrfToken;
      },
    ],
    ["nonsense", () => "."],
  ])("is of no use from %s", async (_, tokenOf) => {
    const { cookie } = identities.get("admin") ?? { cookie: null };
    const csrfToken = await tokenOf();
    expect(csrfToken).not.toBeNull();
    expect((await send(name, {}, { cookie, csrfToken })).status).toBe(403);
  });
});

describe("asking", () => {
  test(
    "changes nothing, here or anywhere, whatever method it claims to be",
    async () => {
      const { household } = stage.whole;
      const asked = [...operations.keys()].filter((one) => one.startsWith("GET "));
      expect(asked.length).toBeGreaterThan(25);
      for (const name of asked) {
        for (const who of ["owner", "admin"] as const) {
          const identity = identities.get(who) ?? { cookie: null, csrfToken: null };
          const good = (await EXPECTATIONS[name]?.good?.(stage, who)) ?? {};
          const before = world();
          const query = { ...good.query, _method: "DELETE", method: "DELETE", action: "delete" };
          const odd = { ...good, query, headers: { ...good.headers, ...OVERRIDES } };
          for (const input of [good, odd]) {
            const call = callOf(name, input, identity);
            const answers = [
              await stage.whole.caller.send(call),
              await stage.whole.caller.send({ ...call, method: "HEAD" }),
            ];
            for (const { status } of answers) expect([name, status < 500]).toEqual([name, true]);
          }
          expect([name, world()]).toEqual([name, before]);
        }
      }
      // And whoever asked is still signed in.
      expect((await household.signedIn("alice")).cookies.size).toBeGreaterThan(0);
      for (const identity of identities.values()) {
        const me = await stage.whole.caller.send(callOf("GET /api/auth/me", {}, identity));
        expect(JSON.parse(me.text)).toMatchObject({ authenticated: true });
      }
    },
    WITHIN_MS,
  );
});
