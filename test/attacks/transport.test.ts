import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { withApp } from "../../scripts/openapi.ts";
import { startHousehold, type Household } from "../journeys/household.ts";
import { RawConnection, sayAll } from "./raw-http.ts";

const HEARTBEAT_MS = 25_000;
const MINUTE_MS = 60_000;
const LARGEST_EVENT_BYTES = 8 * 1024 * 1024;
const BOMB_BYTES = 64 * 1024 * 1024;
const SECRET = "raw-secret-3f77";

let household: Household;

beforeAll(async () => {
  household = await startHousehold();
  await household.start({ LOG_LEVEL: "trace", ENABLE_LOG_STREAM: "true" });
});
afterAll(async () => {
  await household.stop();
});

/** A request that would be answered, were it one: what an attacker hides in the body of another. */
const HIDDEN = "GET /health HTTP/1.1\r\nHost: sofarr\r\nConnection: close\r\n\r\n";
const HEALTHY = '"status":"ok"';

function post(headers: readonly string[], body: string): string {
  const lines = ["POST /api/auth/login HTTP/1.1", "Host: sofarr", ...headers];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

const JSON_TYPE = "Content-Type: application/json";
const CHUNKED = "Transfer-Encoding: chunked";
const NO_CHUNKS = "0\r\n\r\n";

describe("a request that two servers could read in two ways", () => {
  const ambiguous: Readonly<Record<string, string>> = {
    "length and chunks": post([JSON_TYPE, "Content-Length: 6", CHUNKED], NO_CHUNKS),
    "chunks and length": post([JSON_TYPE, CHUNKED, "Content-Length: 6"], NO_CHUNKS),
    "two lengths": post([JSON_TYPE, "Content-Length: 0", "Content-Length: 44"], ""),
    "a list of lengths": post([JSON_TYPE, "Content-Length: 0, 44"], ""),
    "a signed length": post([JSON_TYPE, "Content-Length: +0"], ""),
    "a negative length": post([JSON_TYPE, "Content-Length: -1"], ""),
    "a hexadecimal length": post([JSON_TYPE, "Content-Length: 0x2c"], ""),
    "an endless length": post([JSON_TYPE, `Content-Length: ${"9".repeat(40)}`], ""),
    "a blank before the colon": post([JSON_TYPE, "Transfer-Encoding : chunked"], NO_CHUNKS),
    "a folded header": post([JSON_TYPE, "Transfer-Encoding:\r\n chunked", "Content-Length: 6"], ""),
    "an encoding nobody knows": post([JSON_TYPE, "Transfer-Encoding: xchunked"], NO_CHUNKS),
    "chunks that are not last": post(
      [JSON_TYPE, "Transfer-Encoding: chunked, identity"],
      NO_CHUNKS,
    ),
    "chunks twice": post([JSON_TYPE, CHUNKED, "Transfer-Encoding: identity"], NO_CHUNKS),
    "a chunk of odd size": post([JSON_TYPE, CHUNKED], "0x0\r\n\r\n"),
    "a chunk of negative size": post([JSON_TYPE, CHUNKED], "-1\r\n\r\n"),
    "a chunk that ends early": post([JSON_TYPE, CHUNKED], "2\r\n{}0\r\n\r\n"),
    "bare line feeds": post([JSON_TYPE, CHUNKED], NO_CHUNKS).replaceAll("\r\n", "\n"),
    "bare carriage returns": post([JSON_TYPE, "X: y\rTransfer-Encoding: chunked"], ""),
    "a NUL in a header": post([JSON_TYPE, "X: a\0b"], ""),
    "a header without a colon": post([JSON_TYPE, "nonsense"], ""),
    "no host": "GET /api/auth/me HTTP/1.1\r\n\r\n",
    "a version of its own": "GET /api/auth/me HTTP/9.9\r\nHost: sofarr\r\n\r\n",
    "HTTP/2 in clear": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no HTTP at all": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  };

  test.each(Object.entries(ambiguous))(
    "is refused, and what follows it is not read: %s",
    async (_, request) => {
      const connection = await sayAll(household.url(), request + HIDDEN);
      expect(connection.statuses).toHaveLength(1);
      expect(connection.statuses[0]).toBeGreaterThanOrEqual(400);
      expect(connection.statuses[0]).toBeLessThan(500);
      expect(connection.heard).not.toContain(HEALTHY);
    },
  );

  test("would be seen to be read: two plain requests in a row are answered", async () => {
    const connection = await sayAll(
      household.url(),
      HIDDEN.replace("Connection: close\r\n", "") + HIDDEN,
    );
    expect(connection.statuses).toEqual([200, 200]);
    expect(connection.heard.split(HEALTHY)).toHaveLength(3);
  });

  test("says so in the shape of every error, to be kept by nobody, and is logged without a byte of it", async () => {
    const request = post([`X-Secret: ${SECRET}`, "nonsense"], SECRET);
    const { heard } = await sayAll(household.url(), request);
    const [head = "", body = ""] = heard.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/u);
    for (const header of [
      "Connection: close",
      "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff",
    ])
      expect(head.split("\r\n")).toContain(header);
    expect(JSON.parse(body)).toEqual({ error: "This request cannot be read." });
    const lines = household.log.join("");
    expect(lines).toContain("a request could not be read");
    expect(lines).not.toContain(SECRET);
    expect(lines).not.toContain([...Buffer.from(SECRET)].join(","));
    expect(lines).not.toContain("rawPacket");
  });

  test("says nothing in the middle of an answer: a stream simply ends", async () => {
    const alice = await household.signedIn("alice");
    const cookie = [...alice.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const connection = await RawConnection.open(household.url());
    connection.say(
      `GET /api/dashboard/stream HTTP/1.1\r\nHost: sofarr\r\nCookie: ${cookie}\r\n\r\n`,
    );
    await connection.until(() => connection.heard.includes("data: "), "a frame");
    connection.say("nonsense\r\n\r\n");
    await connection.until(() => connection.isClosed, "hung up");
    expect(connection.statuses).toEqual([200]);
  });
});

describe("another protocol", () => {
  test.each(["websocket", "h2c", "TLS/1.2"])("is not switched to: %s", async (protocol) => {
    for (const path of ["/health", "/api/dashboard/stream", "/"]) {
      const lines = [
        `GET ${path} HTTP/1.1`,
        "Host: sofarr",
        "Connection: close, Upgrade, HTTP2-Settings",
        `Upgrade: ${protocol}`,
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "HTTP2-Settings: AAMAAABkAAQAAP__",
      ];
      const connection = await sayAll(household.url(), `${lines.join("\r\n")}\r\n\r\n`);
      const expected = { "/health": 200, "/api/dashboard/stream": 401, "/": 404 }[path];
      expect(connection.statuses).toEqual([expected]);
    }
  });

  test("is not tunnelled: CONNECT ends the connection", async () => {
    const { port } = household.mediaServer.server;
    const before = household.mediaServer.server.requests.length;
    const target = `127.0.0.1:${port}`;
    const connection = await sayAll(
      household.url(),
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\nGET /System/Info/Public HTTP/1.1\r\nHost: ${target}\r\n\r\n`,
    );
    expect(connection.statuses.filter((status) => status < 400)).toEqual([]);
    expect(household.mediaServer.server.requests).toHaveLength(before);
  });
});

describe("a request beyond all measure", () => {
  test.each([
    ["one long header", () => [`X: ${"x".repeat(17 * 1024)}`]],
    ["a long cookie", () => [`Cookie: ${"emby_user=x; ".repeat(2000)}`]],
    ["a thousand headers", () => Array.from({ length: 2000 }, (_unused, at) => `X-${at}: ${at}`)],
  ])("of headers is refused: %s", async (_, headers) => {
    const request = ["GET /health HTTP/1.1", "Host: sofarr", ...headers()].join("\r\n");
    const connection = await sayAll(household.url(), `${request}\r\n\r\n`);
    expect(connection.statuses).toEqual([431]);
    expect(connection.heard).toContain('{"error":"The request\'s headers are too large."}');
  });

  test("of address is refused", async () => {
    const path = `/api/auth/me?${"a=b&".repeat(6000)}`;
    const connection = await sayAll(
      household.url(),
      `GET ${path} HTTP/1.1\r\nHost: sofarr\r\n\r\n`,
    );
    expect(connection.statuses).toEqual([431]);
  });

  test("of chunk extensions is refused", async () => {
    const extension = "x".repeat(20 * 1024);
    const connection = await sayAll(
      household.url(),
      post([JSON_TYPE, CHUNKED], `1;${extension}\r\n{\r\n0\r\n\r\n`),
    );
    expect(connection.statuses).toEqual([400]);
  });

  test("of body is refused before it has come: said to be large, and without an end", async () => {
    const told = await RawConnection.open(household.url());
    told.say(post([JSON_TYPE, "Content-Length: 1048577"], "{"));
    await told.until(() => told.statuses.length > 0, "answered");
    expect(told.statuses).toEqual([413]);
    told.close();

    const endless = await RawConnection.open(household.url());
    endless.say(post([JSON_TYPE, CHUNKED], ""));
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    for (let sent = 0; sent < 20; sent += 1) endless.say(chunk);
    await endless.until(() => endless.statuses.length > 0, "answered");
    expect(endless.statuses).toEqual([413]);
    endless.close();
  });
});

describe("an event, which may be large", () => {
  const PATH = "/api/webhook/sonarr?instance=sonarr-main";
  const headers = { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" };
  const SENT_SECRET = `X-Sofarr-Webhook-Secret: ${headers["x-sofarr-webhook-secret"]}`;
  const eventOf = (bytes: number): string => {
    const file = { relativePath: "Season 01/Harbor.Lights.S01E01.mkv", previousPath: "a" };
    const renamedEpisodeFiles = Array.from({ length: 30_000 }, () => file);
    const rename = { eventType: "Rename", renamedEpisodeFiles, rest: "" };
    const rest = "x".repeat(bytes - JSON.stringify(rename).length);
    return JSON.stringify({ ...rename, rest });
  };
  const begin = async (...lines: readonly string[]): Promise<RawConnection> => {
    const connection = await RawConnection.open(household.url());
    const head = [`POST ${PATH} HTTP/1.1`, "Host: sofarr", JSON_TYPE, ...lines];
    connection.say(`${head.join("\r\n")}\r\n\r\n`);
    return connection;
  };

  test("is taken up to its own limit, and refused above it", async () => {
    const answers = [LARGEST_EVENT_BYTES, LARGEST_EVENT_BYTES + 1].map(
      async (bytes) => (await household.browser().post(PATH, eventOf(bytes), { headers })).status,
    );
    expect(await Promise.all(answers)).toEqual([200, 413]);
  });

  test("is refused before it has come: said to be too large, and without an end", async () => {
    const told = await begin(SENT_SECRET, `Content-Length: ${LARGEST_EVENT_BYTES + 1}`);
    await told.until(() => told.statuses.length > 0, "answered");
    expect(told.statuses).toEqual([413]);
    told.close();

    const endless = await begin(SENT_SECRET, CHUNKED);
    const chunk = `100000\r\n${" ".repeat(1024 * 1024)}\r\n`;
    for (let sent = 0; sent < 10; sent += 1) endless.say(chunk);
    await endless.until(() => endless.statuses.length > 0, "answered");
    expect(endless.statuses).toEqual([413]);
    endless.close();
  });

  test("is not read at all without the secret", async () => {
    for (const length of [CHUNKED, `Content-Length: ${LARGEST_EVENT_BYTES}`]) {
      const stranger = await begin(length);
      await stranger.until(() => stranger.statuses.length > 0, "answered");
      expect(stranger.statuses).toEqual([401]);
      stranger.close();
    }
  });
});

describe("a compressed request", () => {
  const bomb = gzipSync(Buffer.alloc(BOMB_BYTES, " "));

  test.each([
    ["/api/auth/login", {}],
    ["/api/webhook/sonarr", { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" }],
    ["/api/debug/client-logs", { "x-webhook-secret": "webhook-secret-of-the-house" }],
  ])("is not unpacked: %s", async (path, headers) => {
    for (const encoding of ["gzip", "deflate", "br", "zstd", "gzip, gzip", "GZIP", "x-gzip"]) {
      const before = process.memoryUsage().arrayBuffers;
      const answer = await household
        .browser()
        .post(path, bomb.toString("latin1").slice(0, 60_000), {
          headers: { ...headers, "content-encoding": encoding },
        });
      expect([answer.status, answer.text]).toEqual([
        415,
        '{"error":"Compressed requests are not taken."}',
      ]);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(BOMB_BYTES / 4);
    }
  });
});

describe("a client that takes its time", () => {
  test("is given a limited one for its headers, its request, and for doing nothing", async () => {
    await withApp(async (app) => {
      const { server } = app;
      for (const limit of [server.headersTimeout, server.requestTimeout]) {
        expect(limit).toBeGreaterThan(0);
        expect(limit).toBeLessThanOrEqual(MINUTE_MS);
      }
      // Streams say something every 25 s.
      expect(server.timeout).toBeGreaterThan(2 * HEARTBEAT_MS);
      expect(server.timeout).toBeLessThanOrEqual(5 * MINUTE_MS);
      expect(server.keepAliveTimeout).toBeLessThanOrEqual(2 * MINUTE_MS);
      await Promise.resolve();
    });
  });

  test("is hung up on when it says nothing, or never comes to an end, and others are served meanwhile", async () => {
    const beginnings = [
      "",
      "GET /health HTTP/1.1\r\nHost: sofarr\r\nX-A: b\r\n",
      post([JSON_TYPE, "Content-Length: 100"], "{"),
      post([JSON_TYPE, CHUNKED], "1\r\n{\r\n"),
    ];
    await withApp(async (app) => {
      const url = await listenFor(app);
      app.server.headersTimeout = 50;
      app.server.requestTimeout = 100;
      const slow = await Promise.all(
        Array.from({ length: 20 }, () => beginnings)
          .flat()
          .map(async (beginning) => {
            const connection = await RawConnection.open(url);
            connection.say(beginning);
            return connection;
          }),
      );
      const prompt = await sayAll(url, HIDDEN);
      expect(prompt.statuses).toEqual([200]);
      for (const one of slow) await one.until(() => one.isClosed, "hung up");
      expect(slow.map(({ statuses }) => statuses)).toEqual(slow.map(() => [408]));
    });
  });

  test("that reads nothing of its answer is let go", async () => {
    await withApp(async (app) => {
      const url = await listenFor(app);
      app.server.setTimeout(200);
      const reader = await RawConnection.open(url);
      reader.pause();
      // More than sockets hold between the two.
      reader.say("GET /api/openapi.json HTTP/1.1\r\nHost: sofarr\r\n\r\n".repeat(100));
      await expect
        .poll(
          () =>
            new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count))),
          {
            timeout: 15_000,
          },
        )
        .toBe(0);
      reader.close();
    });
  });
});

type App = Parameters<Parameters<typeof withApp>[0]>[0];

async function listenFor(app: App): Promise<string> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}
