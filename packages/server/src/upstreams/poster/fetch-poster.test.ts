import { createServer, type Server } from "node:http";
import { connect as connectSocket, type AddressInfo } from "node:net";
import type { buildConnector } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createPosterFetcher } from "./fetch-poster.ts";
import { isPublicAddress } from "./public-address.ts";

const PNG = Buffer.from("\x89PNG\r\n\x1A\n rest of it", "latin1");

describe("fetching a poster", () => {
  let server: Server;
  let port: number;
  let answer: { status: number; type: string; body: Buffer; headers?: Record<string, string> };
  let keysSeen: (string | undefined)[];
  /** What would have gone out: names looked up and addresses connected to. Nothing really does. */
  let attempts: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      keysSeen.push(request.headers["x-api-key"] as string | undefined);
      response.writeHead(answer.status, { "content-type": answer.type, ...answer.headers });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(() => {
    answer = { status: 200, type: "image/png", body: PNG };
    keysSeen = [];
    attempts = [];
  });

  /** A connector that notes where it was sent and connects to our own server instead. */
  const recordingConnector: buildConnector.connector = (target, done) => {
    attempts.push(`connect ${target.hostname}`);
    const socket = connectSocket(port, "127.0.0.1", () => {
      done(null, socket);
    });
  };
  /** The same, but the peer claims to be a public address. */
  const publicConnector: buildConnector.connector = (target, done) => {
    recordingConnector(target, (error, socket) => {
      if (error !== null) done(error, null);
      else done(null, Object.defineProperty(socket, "remoteAddress", { value: "93.184.215.14" }));
    });
  };
  const resolveTo =
    (...addresses: string[]) =>
    (hostname: string) => {
      attempts.push(`resolve ${hostname}`);
      return Promise.resolve(
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    };

  const fetcher = (addresses: string[], connect?: buildConnector.connector) =>
    createPosterFetcher({
      trustedOrigins: new Map([[`http://127.0.0.1:${port}`, { "x-api-key": "k" }]]),
      resolve: resolveTo(...addresses),
      ...(connect === undefined ? {} : { connect }),
    });

  test("an image from a configured instance comes, with the key it needs", async () => {
    const poster = await fetcher([])(`http://127.0.0.1:${port}/poster.png`);
    expect(poster).toEqual({ type: "image/png", body: PNG });
    expect(keysSeen).toEqual(["k"]);
  });

  test("an image from a public address comes, without any key", async () => {
    const poster = await fetcher(
      ["93.184.215.14"],
      publicConnector,
    )("http://images.example/poster.png");
    expect(poster.type).toBe("image/png");
    expect(keysSeen).toEqual([undefined]);
  });

  test.each([
    "http://127.0.0.1/x.png",
    "http://127.1/x.png",
    "http://2130706433/x.png",
    "http://0x7f.0.0.1/x.png",
    "http://0177.0.0.1/x.png",
    "http://0.0.0.0/x.png",
    "http://10.0.0.8/x.png",
    "http://172.16.3.4/x.png",
    "http://192.168.1.1/x.png",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/x.png",
    "http://[::1]/x.png",
    "http://[::]/x.png",
    "http://[::ffff:127.0.0.1]/x.png",
    "http://[::ffff:7f00:1]/x.png",
    "http://[64:ff9b::7f00:1]/x.png",
    "http://[2002:7f00:1::]/x.png",
    "http://[fd00::1]/x.png",
    "http://[fe80::1]/x.png",
    "ftp://images.example/x.png",
    "file:///etc/passwd",
    "http://user:pw@images.example/x.png",
    "not a url",
  ])("%s is refused without a packet", async (url) => {
    await expect(fetcher(["93.184.215.14"], recordingConnector)(url)).rejects.toMatchObject({
      reason: "refused",
    });
    expect(attempts).toEqual([]);
  });

  test.each([["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::1"], ["::ffff:192.168.0.1"]])(
    "a name that leads (also) to %s is refused before connecting",
    async (...addresses) => {
      await expect(fetcher(addresses)("http://sneaky.example/x.png")).rejects.toMatchObject({
        reason: "refused",
      });
      expect(attempts).toEqual(["resolve sneaky.example"]);
      expect(keysSeen).toEqual([]);
    },
  );

  test("a name that changes its mind between check and connection is refused by its peer, before a request", async () => {
    await expect(
      fetcher(["93.184.215.14"], recordingConnector)("http://rebinding.example/x.png"),
    ).rejects.toMatchObject({ reason: "refused" });
    expect(keysSeen).toEqual([]);
  });

  test("a redirect is not followed, wherever it leads", async () => {
    answer = {
      status: 302,
      type: "text/plain",
      body: Buffer.alloc(0),
      headers: { location: "http://127.0.0.1:1/" },
    };
    await expect(fetcher([])(`http://127.0.0.1:${port}/x.png`)).rejects.toMatchObject({
      reason: "bad-status",
    });
    expect(keysSeen).toHaveLength(1);
  });

  test.each([
    ["a page", "text/html", "<html></html>"],
    ["a page that calls itself an image", "image/png", "<html></html>"],
    [
      "a drawing with scripts in it",
      "image/svg+xml",
      "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    ],
    ["nothing", "image/png", ""],
  ])("%s is no image", async (_name, type, body) => {
    answer = { status: 200, type, body: Buffer.from(body) };
    await expect(fetcher([])(`http://127.0.0.1:${port}/x.png`)).rejects.toMatchObject({
      reason: "bad-payload",
    });
  });

  test("an image without end is cut off", async () => {
    answer = {
      status: 200,
      type: "image/png",
      body: Buffer.concat([PNG, Buffer.alloc(11 * 1024 * 1024)]),
    };
    await expect(fetcher([])(`http://127.0.0.1:${port}/x.png`)).rejects.toMatchObject({
      reason: "bad-payload",
    });
  });
});

test("what is no address is not public", () => {
  for (const text of ["", "example.com", "1.2.3", "999.1.1.1"])
    expect(isPublicAddress(text)).toBe(false);
  expect(isPublicAddress("93.184.215.14")).toBe(true);
  expect(isPublicAddress("2606:2800:220:1::1")).toBe(true);
});
