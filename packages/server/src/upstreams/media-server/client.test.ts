import { afterEach, describe, expect, test } from "vitest";

import { UpstreamError } from "../errors.ts";
import type { Instance } from "../instance.ts";
import type { MediaServer } from "../upstream.ts";
import { connectMediaServer } from "./index.ts";
import {
  EMBY_INFO,
  JELLYFIN_INFO,
  MediaServerFake,
  userOf,
  type FakeAnswer,
} from "./media-server.fake.ts";

const DEPS = { now: () => 0, log: { debug: () => {}, info: () => {}, warn: () => {} } };
const MARA = "0A1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
const MARA_FOLDED = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const CREDENTIALS = { username: "mara", password: "a secret", deviceId: "sofarr-1" };
const SESSION = { userId: MARA_FOLDED, accessToken: "token-1", deviceId: "sofarr-1" };
const SIGNED_IN: FakeAnswer = {
  status: 200,
  body: { User: userOf(MARA, "Mara", { IsAdministrator: true }), AccessToken: "token-1" },
};

let fake: MediaServerFake;
let mediaServer: MediaServer;
const signal = AbortSignal.timeout(600_000);

async function start(
  info: object,
  answers: Record<string, FakeAnswer> = {},
  change: (instance: Instance) => Partial<Instance> = () => ({}),
): Promise<void> {
  fake = new MediaServerFake(info);
  for (const [path, answer] of Object.entries(answers)) fake.answers.set(path, answer);
  await fake.server.start();
  const instance = fake.instance();
  mediaServer = connectMediaServer({ ...instance, ...change(instance) }, DEPS);
}

afterEach(async () => {
  await mediaServer.close();
  await fake.server.stop();
});

describe("signing in", () => {
  test.each([
    ["Jellyfin", JELLYFIN_INFO],
    ["Emby", EMBY_INFO],
  ])("at %s gives the person, folded, and the token", async (_, info) => {
    await start(info, { "POST /Users/AuthenticateByName": SIGNED_IN });
    expect(await mediaServer.signIn(CREDENTIALS, signal)).toEqual({
      user: { id: MARA_FOLDED, name: "Mara", isAdmin: true, isDisabled: false },
      accessToken: "token-1",
    });
    const [request] = fake.seen("/Users/AuthenticateByName");
    expect(JSON.parse(request?.body ?? "")).toEqual({ Username: "mara", Pw: "a secret" });
    expect(request?.headers["authorization"]).toBe(
      'MediaBrowser Client="sofarr", Device="sofarr", DeviceId="sofarr-1", Version="2"',
    );
    expect(request?.headers["x-emby-token"]).toBeUndefined();
  });

  test.each([
    [401, "wrong-credentials"],
    [403, "disabled-or-locked"],
  ])("refused with %i is %s", async (status, refusal) => {
    await start(JELLYFIN_INFO, { "POST /Users/AuthenticateByName": { status } });
    expect(await mediaServer.signIn(CREDENTIALS, signal)).toBe(refusal);
  });

  test("without a name or a password is refused without asking", async () => {
    await start(EMBY_INFO, { "POST /Users/AuthenticateByName": SIGNED_IN });
    expect(await mediaServer.signIn({ ...CREDENTIALS, password: "" }, signal)).toBe(
      "wrong-credentials",
    );
    expect(await mediaServer.signIn({ ...CREDENTIALS, username: "  " }, signal)).toBe(
      "wrong-credentials",
    );
    expect(fake.server.requests).toEqual([]);
  });

  test("of an account that is disabled all the same is refused, and its token revoked", async () => {
    await start(EMBY_INFO, {
      "POST /Users/AuthenticateByName": {
        status: 200,
        body: { User: userOf(MARA, "Mara", { IsDisabled: true }), AccessToken: "token-1" },
      },
      "POST /Sessions/Logout": { status: 500 },
    });
    expect(await mediaServer.signIn(CREDENTIALS, signal)).toBe("disabled-or-locked");
    expect(fake.seen("/Sessions/Logout")[0]?.headers["x-emby-token"]).toBe("token-1");
  });

  test.each<[string, FakeAnswer, Partial<UpstreamError>]>([
    ["a server that is starting", { status: 503 }, { reason: "bad-status", status: 503 }],
    ["a header part missing", { status: 400 }, { reason: "bad-status", status: 400 }],
    ["a crash", { status: 500 }, { reason: "bad-status", status: 500 }],
    ["a redirect", { status: 301, headers: { location: "/web" } }, { reason: "bad-status" }],
    ["something else", { status: 200, body: { ok: true } }, { reason: "bad-payload" }],
    ["no token", { status: 200, body: { User: userOf(MARA, "M") } }, { reason: "bad-payload" }],
    ["broken JSON", { status: 200 }, { reason: "bad-payload" }],
    [
      "a proxy with a password of its own",
      { status: 401, headers: { "www-authenticate": 'Basic realm="home"' } },
      { reason: "unauthorized", message: "is behind a proxy that asks for a password of its own" },
    ],
  ])("with %s is never a wrong password", async (_, answer, expected) => {
    await start(JELLYFIN_INFO, { "POST /Users/AuthenticateByName": answer });
    const failure = await mediaServer.signIn(CREDENTIALS, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamError);
    expect(failure).toMatchObject(expected);
    expect((failure as Error).stack).not.toContain("a secret");
  });

  test.each([401, 403])(
    "where something else answers everything with %i is never a wrong password, and ends no session",
    async (status) => {
      await start(JELLYFIN_INFO, { "POST /Users/AuthenticateByName": SIGNED_IN });
      await mediaServer.signIn(CREDENTIALS, signal);
      for (const path of [...fake.answers.keys(), "GET /Users/Me"]) {
        fake.answers.set(path, { status });
      }
      await expect(mediaServer.currentUser(SESSION, signal)).rejects.toBeInstanceOf(UpstreamError);
      await expect(mediaServer.signIn(CREDENTIALS, signal)).rejects.toBeInstanceOf(UpstreamError);
      fake.answers.set("GET /System/Info/Public", { status: 200, body: JELLYFIN_INFO });
      expect(await mediaServer.currentUser(SESSION, signal)).toBeNull();
    },
  );

  test("with nobody there is unreachable", async () => {
    await start(JELLYFIN_INFO);
    await fake.server.stop();
    await expect(mediaServer.signIn(CREDENTIALS, signal)).rejects.toMatchObject({
      reason: "unreachable",
    });
  });
});

describe("which server it is", () => {
  test("is asked once and remembered", async () => {
    await start(EMBY_INFO, { "POST /Users/AuthenticateByName": SIGNED_IN });
    await mediaServer.signIn(CREDENTIALS, signal);
    await mediaServer.signIn(CREDENTIALS, signal);
    expect(fake.seen("/System/Info/Public")).toHaveLength(1);
  });

  test("is asked again after a failure", async () => {
    await start(EMBY_INFO, { [`GET /Users/${MARA_FOLDED}`]: { status: 500 } });
    await expect(mediaServer.currentUser(SESSION, signal)).rejects.toThrow();
    fake.answers.set("GET /System/Info/Public", { status: 200, body: JELLYFIN_INFO });
    fake.answers.set("GET /Users/Me", { status: 200, body: userOf(MARA, "Mara") });
    expect(await mediaServer.currentUser(SESSION, signal)).toMatchObject({ name: "Mara" });
  });

  test.each<[string, FakeAnswer, string]>([
    ["is starting", { status: 503 }, "bad-status"],
    ["is not there at this path", { status: 404 }, "bad-status"],
    ["is something else", { status: 200, body: { hello: "world" } }, "bad-payload"],
  ])("cannot be told while it %s", async (_, answer, reason) => {
    await start(EMBY_INFO, { "GET /System/Info/Public": answer });
    await expect(mediaServer.signIn(CREDENTIALS, signal)).rejects.toMatchObject({
      reason,
      advice: expect.any(String) as string,
    });
  });
});

describe("the person behind a token", () => {
  test("is read at Jellyfin as `Me`, with nothing but the MediaBrowser header", async () => {
    await start(JELLYFIN_INFO, { "GET /Users/Me": { status: 200, body: userOf(MARA, "Mara") } });
    expect(await mediaServer.currentUser(SESSION, signal)).toEqual({
      id: MARA_FOLDED,
      name: "Mara",
      isAdmin: false,
      isDisabled: false,
    });
    const [request] = fake.seen("/Users/Me");
    expect(request?.headers["authorization"]).toMatch(/DeviceId="sofarr-1".*Token="token-1"$/);
    expect(request?.headers["x-emby-token"]).toBeUndefined();
  });

  test("is read at Emby by id, with the token in its own header too", async () => {
    await start(EMBY_INFO, {
      [`GET /Users/${MARA_FOLDED}`]: {
        status: 200,
        body: userOf(MARA_FOLDED, "Mara", { IsAdministrator: true }),
      },
    });
    expect(await mediaServer.currentUser(SESSION, signal)).toMatchObject({ isAdmin: true });
    const [request] = fake.seen(`/Users/${MARA_FOLDED}`);
    expect(request?.headers["authorization"]).toMatch(/^MediaBrowser .*Token="token-1"$/);
    expect(request?.headers["x-emby-token"]).toBe("token-1");
  });

  test.each<[string, FakeAnswer]>([
    ["a dead token", { status: 401 }],
    ["an account that may not come in", { status: 403 }],
    [
      "an account disabled since",
      { status: 200, body: userOf(MARA, "Mara", { IsDisabled: true }) },
    ],
    ["somebody else's token", { status: 200, body: userOf("ffff", "Jon") }],
  ])("is nobody for %s", async (_, answer) => {
    await start(JELLYFIN_INFO, { "GET /Users/Me": answer });
    expect(await mediaServer.currentUser(SESSION, signal)).toBeNull();
  });

  test.each<[string, FakeAnswer, string]>([
    ["is starting", { status: 503 }, "bad-status"],
    ["is broken", { status: 500 }, "bad-status"],
    ["says something else", { status: 200, body: [] }, "bad-payload"],
    [
      "is behind a proxy with a password",
      { status: 401, headers: { "www-authenticate": "Basic" } },
      "unauthorized",
    ],
  ])("is not known while the server %s", async (_, answer, reason) => {
    await start(JELLYFIN_INFO, { "GET /Users/Me": answer });
    await expect(mediaServer.currentUser(SESSION, signal)).rejects.toMatchObject({ reason });
  });
});

describe("signing out", () => {
  test.each([204, 401, 403])("answered with %i is done", async (status) => {
    await start(EMBY_INFO, { "POST /Sessions/Logout": { status } });
    await mediaServer.signOut(SESSION, signal);
    const [request] = fake.seen("/Sessions/Logout");
    expect(request?.headers["x-emby-token"]).toBe("token-1");
  });

  test("answered with 500 is told", async () => {
    await start(EMBY_INFO, { "POST /Sessions/Logout": { status: 500 } });
    await expect(mediaServer.signOut(SESSION, signal)).rejects.toMatchObject({ status: 500 });
  });
});

describe("listing users", () => {
  const LIST = [userOf(MARA, "Mara", { IsAdministrator: true }), userOf("ffff", "Jon"), { Id: "" }];

  test("at Jellyfin is a plain list, read with the API key", async () => {
    await start(JELLYFIN_INFO, { "GET /Users": { status: 200, body: LIST } });
    const users = await mediaServer.listUsers(signal);
    expect(users?.map(({ id, name, isAdmin }) => [id, name, isAdmin])).toEqual([
      [MARA_FOLDED, "Mara", true],
      ["ffff", "Jon", false],
    ]);
    expect(fake.seen("/Users")[0]?.headers["authorization"]).toContain('Token="fake-key"');
    expect(await mediaServer.listUsers(signal)).toBe(users);
  });

  test("at Emby is a query", async () => {
    const body = { Items: LIST, TotalRecordCount: 3 };
    await start(EMBY_INFO, { "GET /Users/Query": { status: 200, body } });
    expect(await mediaServer.listUsers(signal)).toHaveLength(2);
    expect(fake.seen("/Users")).toHaveLength(0);
  });

  test.each([403, 404, 500])("at an Emby whose query says %i is the plain list", async (status) => {
    await start(EMBY_INFO, {
      "GET /Users/Query": { status },
      "GET /Users": { status: 200, body: LIST },
    });
    expect(await mediaServer.listUsers(signal)).toHaveLength(2);
  });

  test("without an API key is not possible and not tried", async () => {
    await start(JELLYFIN_INFO, {}, () => ({ apiKey: null }));
    expect(await mediaServer.listUsers(signal)).toBeNull();
    expect(fake.server.requests).toEqual([]);
  });

  test("with a refused key is unauthorized, with what to do and without the key", async () => {
    await start(EMBY_INFO, {
      "GET /Users/Query": { status: 401 },
      "GET /Users": { status: 401 },
    });
    const failure = await mediaServer.listUsers(signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      reason: "unauthorized",
      advice: expect.stringContaining("EMBY_API_KEY") as string,
    });
    expect((failure as Error).stack).not.toContain("fake-key");
  });

  test.each([
    ["that is something else", { users: [] }],
    ["without anybody", []],
  ])("%s is a bad payload", async (_, body) => {
    await start(JELLYFIN_INFO, { "GET /Users": { status: 200, body } });
    await expect(mediaServer.listUsers(signal)).rejects.toMatchObject({ reason: "bad-payload" });
  });
});

describe("base paths", () => {
  test.each([
    ["Emby below /emby", EMBY_INFO, "/emby"],
    ["Jellyfin with a Base URL", JELLYFIN_INFO, "/media/jellyfin"],
  ])("%s is asked below its path", async (_, info, path) => {
    await start(
      info,
      {
        [`GET ${path}/System/Info/Public`]: { status: 200, body: info },
        [`POST ${path}/Users/AuthenticateByName`]: SIGNED_IN,
      },
      ({ url }) => ({ url: url + path }),
    );
    expect(await mediaServer.signIn(CREDENTIALS, signal)).toMatchObject({ accessToken: "token-1" });
  });
});

describe("probing", () => {
  test("tells product, version and an accepted key", async () => {
    await start(JELLYFIN_INFO, { "GET /Users": { status: 200, body: [userOf(MARA, "Mara")] } });
    expect(await mediaServer.probe(signal)).toEqual({
      version: "Jellyfin 12.0.0",
      credentials: "accepted",
      notes: [],
    });
  });

  test("without a key says what is lost", async () => {
    await start(EMBY_INFO, {}, () => ({ apiKey: null }));
    expect(await mediaServer.probe(signal)).toEqual({
      version: "Emby 4.8.11.0",
      credentials: "none-needed",
      notes: [expect.stringContaining("EMBY_API_KEY")],
    });
  });

  test("a refused key fails it", async () => {
    await start(JELLYFIN_INFO, { "GET /Users": { status: 401 } });
    await expect(mediaServer.probe(signal)).rejects.toMatchObject({ reason: "unauthorized" });
  });

  test.each([
    ["10.10.7", 1],
    ["12.0.0", 0],
  ])("Jellyfin %s below /emby has %i notes about it", async (version, count) => {
    const info = { ...JELLYFIN_INFO, Version: version };
    await start(
      info,
      {
        "GET /emby/System/Info/Public": { status: 200, body: info },
        "GET /emby/Users": { status: 200, body: [userOf(MARA, "Mara")] },
      },
      ({ url }) => ({ url: `${url}/emby` }),
    );
    const { notes } = await mediaServer.probe(signal);
    expect(notes.filter((note) => note.includes("Jellyfin 12"))).toHaveLength(count);
  });
});
