import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  send,
  SimulatorServer,
  type SeenRequest,
} from "../../../../../demo/simulators/simulator-server.ts";
import { Secret } from "../../config/secret.ts";
import type { Instance } from "../instance.ts";
import { HttpChannel } from "./http-channel.ts";
import { makeInstance } from "../make-instance.case.ts";

const USER = { username: "sofarr", password: new Secret("hünter2") };
const BASIC = `Basic ${Buffer.from("sofarr:hünter2").toString("base64")}`;
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

let answer: (request: SeenRequest, response: ServerResponse) => void;
let server: SimulatorServer;
let channels: HttpChannel[];

function open(change: Partial<Instance> = {}): HttpChannel {
  const channel = new HttpChannel(
    makeInstance({
      kind: "rtorrent",
      url: `${server.url}/RPC2`,
      ...USER,
      ...change,
    }),
    1024 * 1024,
  );
  channels.push(channel);
  return channel;
}
const exchange = async (channel: HttpChannel): Promise<string> =>
  (await channel.exchange("<methodCall/>", AbortSignal.timeout(5000))).toString();
const sent = (): (string | undefined)[] =>
  server.requests.map((request) => request.headers.authorization);
const refuse = (response: ServerResponse, challenge: string | string[] | null): void =>
  send(response, 401, "no", challenge === null ? {} : { "www-authenticate": challenge });

beforeEach(async () => {
  channels = [];
  answer = (_request, response) => send(response, 200, "ok");
  server = new SimulatorServer((request, response) => answer(request, response));
  await server.start();
});
afterEach(async () => {
  await Promise.all(channels.map((channel) => channel.close()));
  await server.stop();
});

test.each([
  ["", "/RPC2"],
  ["/RPC2", "/RPC2"],
  ["/rutorrent/plugins/httprpc/action.php", "/rutorrent/plugins/httprpc/action.php"],
])("a URL with the path %j is asked at %s", async (path, asked) => {
  expect(await exchange(open({ url: server.url + path }))).toBe("ok");
  expect(server.requests[0]).toMatchObject({ method: "POST", path: asked, body: "<methodCall/>" });
  expect(server.requests[0]?.headers["content-type"]).toBe("text/xml");
});

describe("Basic", () => {
  beforeEach(() => {
    answer = (request, response) =>
      request.headers.authorization === BASIC
        ? send(response, 200, "ok")
        : refuse(response, 'Basic realm="rtorrent"');
  });

  test("goes along with the first call on this machine", async () => {
    expect(await exchange(open())).toBe("ok");
    expect(sent()).toEqual([BASIC]);
  });

  test("takes a user name and password of any characters", async () => {
    const user = { username: "jürgen 🔑", password: new Secret('pä:ß "🔑"') };
    await exchange(open(user)).catch(() => null);
    const expected = Buffer.from('jürgen 🔑:pä:ß "🔑"').toString("base64");
    expect(sent()).toEqual([`Basic ${expected}`]);
  });

  test("waits to be asked for where others could listen, and goes along from then on", async () => {
    // An address that is not known as this machine's, and is.
    const channel = open({ url: `http://0.0.0.0:${server.port}/RPC2` });
    await exchange(channel);
    await exchange(channel);
    expect(sent()).toEqual([undefined, BASIC, BASIC]);
    expect(channel.login()).toBe("accepted");
  });

  test.each(["0.9.8", "0.16.17"])(
    "is recognised in the refusal recorded of %s",
    async (version) => {
      const path = join(import.meta.dirname, "fixtures", version, "http-401.txt");
      const challenge =
        /^WWW-Authenticate: (.*?)\r?$/m.exec(readFileSync(path, "utf8"))?.[1] ?? null;
      answer = (request, response) =>
        request.headers.authorization === BASIC
          ? send(response, 200, "ok")
          : refuse(response, challenge);
      const channel = open();
      channel.forgetLogin();
      expect(await exchange(channel)).toBe("ok");
    },
  );

  test("that is wrong is tried once per call", async () => {
    const channel = open({ password: new Secret("wrong") });
    await expect(exchange(channel)).rejects.toMatchObject({ reason: "unauthorized" });
    expect(server.requests).toHaveLength(1);
    await expect(exchange(channel)).rejects.toMatchObject({ reason: "unauthorized" });
    expect(server.requests).toHaveLength(2);
  });

  test("that is asked for without a user name configured is told so", async () => {
    await expect(exchange(open({ username: null, password: null }))).rejects.toMatchObject({
      reason: "unauthorized",
      advice: expect.stringContaining("username") as string,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("Digest", () => {
  let nonce: string;
  let used: number[];
  let account: string;

  /** Checks an answer with arithmetic of its own. */
  beforeEach(() => {
    nonce = "n1";
    used = [];
    account = "sofarr:seedbox:hünter2";
    answer = (request, response) => {
      const header = request.headers.authorization ?? "";
      const field = (name: string): string =>
        new RegExp(`\\b${name}="?([^",]*)`).exec(header)?.[1] ?? "";
      const expected = md5(
        [
          md5(account),
          field("nonce"),
          field("nc"),
          field("cnonce"),
          "auth",
          md5(`POST:${request.path}`),
        ].join(":"),
      );
      const isRight = header.startsWith("Digest ") && field("response") === expected;
      if (isRight && field("nonce") === nonce) {
        used.push(Number.parseInt(field("nc"), 16));
        return send(response, 200, "ok");
      }
      const stale = isRight ? ", stale=true" : "";
      return refuse(response, `Digest realm="seedbox", qop="auth", nonce="${nonce}"${stale}`);
    };
  });

  test("is answered, and one nonce serves many calls, counted", async () => {
    const channel = open({ url: server.url });
    for (let call = 1; call <= 3; call += 1) expect(await exchange(channel)).toBe("ok");
    expect(used).toEqual([1, 2, 3]);
    expect(server.requests).toHaveLength(4);
  });

  test("takes a user name and password of any characters, the name as UTF-8", async () => {
    account = "jürgen 🔑:seedbox:pä:ß 🔑";
    const user = { username: "jürgen 🔑", password: new Secret("pä:ß 🔑") };
    expect(await exchange(open({ url: server.url, ...user }))).toBe("ok");
    const bytes = Buffer.from(sent()[1] ?? "", "latin1");
    expect(bytes.toString("utf8")).toMatch(/^Digest username="jürgen 🔑", /u);
  });

  test("never gets the password in clear where others could listen", async () => {
    await exchange(open({ url: `http://0.0.0.0:${server.port}` }));
    expect(sent()[0]).toBeUndefined();
    expect(sent().join(" ")).not.toContain("Basic");
  });

  test("with a nonce that grew old goes on with the new one", async () => {
    const channel = open();
    await exchange(channel);
    nonce = "n2";
    expect(await exchange(channel)).toBe("ok");
    expect(used).toEqual([1, 1]);
  });

  test("that is wrong is not tried again and again", async () => {
    const channel = open({ password: new Secret("wrong") });
    channel.forgetLogin();
    await expect(exchange(channel)).rejects.toMatchObject({ reason: "unauthorized" });
    expect(server.requests).toHaveLength(2);
  });

  test("that is not accepted any more is tried once", async () => {
    const channel = open();
    await exchange(channel);
    answer = (_request, response) => refuse(response, 'Digest realm="seedbox", nonce="n3"');
    const before = server.requests.length;
    await expect(exchange(channel)).rejects.toMatchObject({ reason: "unauthorized" });
    expect(server.requests.length - before).toBe(1);
  });

  test("is chosen where both are offered, before anything was said", async () => {
    const digest = answer;
    answer = (request, response) =>
      request.headers.authorization === undefined
        ? refuse(response, [
            'Basic realm="seedbox"',
            `Digest realm="seedbox", qop="auth", nonce="n1"`,
          ])
        : digest(request, response);
    const channel = open();
    channel.forgetLogin();
    await exchange(channel);
    expect(sent()[1]).toMatch(/^Digest /);
  });
});

test("an address that asks for nothing is open", async () => {
  const channel = open();
  channel.forgetLogin();
  await exchange(channel);
  expect(channel.login()).toBe("open");
  expect(sent()).toEqual([undefined]);
});

test.each([
  [401, "unauthorized", /Basic or Digest/],
  [403, "refused", /Allow/],
  [404, "bad-status", /\/RPC2/],
  [405, "bad-status", /\/RPC2/],
  [302, "bad-status", /\/RPC2/],
  [502, "bad-status", /running/],
  [500, "bad-status", null],
])("HTTP %i is %s, with advice", async (status, reason, advice) => {
  answer = (_request, response) => send(response, status, "no");
  const channel = open();
  channel.forgetLogin();
  const failure = await exchange(channel).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    instanceId: "rtorrent-main",
    reason,
    status,
    advice: advice === null ? null : (expect.stringMatching(advice) as string),
  });
  expect((failure as Error).stack).not.toContain("hünter2");
});
