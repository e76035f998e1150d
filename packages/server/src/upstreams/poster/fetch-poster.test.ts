import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { LookupAddress } from "node:dns";
import { connect as connectSocket, type AddressInfo, type LookupFunction } from "node:net";
import type { buildConnector } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createPosterFetcher } from "./fetch-poster.ts";
import { isPublicAddress } from "./public-address.ts";

const PNG = Buffer.from("\x89PNG\r\n\x1A\n rest of it", "latin1");

describe("fetching a poster", () => {
  let server: Server;
  let port: number;
  let answer: { status: number; type: string; body: Buffer; headers?: Record<string, string> };
  /** Headers of what arrived. */
  let requests: IncomingHttpHeaders[];
  /** What would have gone out: names looked up and addresses connected to. Nothing really does. */
  let attempts: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request.headers);
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
    requests = [];
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
      trustedOrigins: new Set([`http://127.0.0.1:${port}`]),
      resolve: resolveTo(...addresses),
      ...(connect === undefined ? {} : { connect }),
    });

  test("an image comes from a configured instance and from a public address; neither is told anything", async () => {
    const poster = await fetcher([])(`http://127.0.0.1:${port}/poster.png`);
    expect(poster).toEqual({ type: "image/png", body: PNG });
    const remote = fetcher(["93.184.215.14"], publicConnector);
    expect((await remote("http://images.example/poster.png")).type).toBe("image/png");
    for (const headers of requests) {
      const { host, connection, ...told } = headers;
      expect([host, connection]).not.toContain(undefined);
      expect(told).toEqual({ accept: "image/*", "user-agent": "sofarr" });
    }
    expect(requests).toHaveLength(2);
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
    "http://[::127.0.0.1]/x.png",
    "http://[::7f00:1]/x.png",
    "http://[::ffff:0:7f00:1]/x.png",
    "http://[64:ff9b:1::7f00:1]/x.png",
    "http://[2001:0:7f00:1::]/x.png",
    "http://[fec0::1]/x.png",
    "http://[ff02::1]/x.png",
    "http://[2001:db8::1]/x.png",
    "http://[4000::1]/x.png",
    "http://127.0.0.1./x.png",
    "http://0177.0x0.0.1/x.png",
    "http://0x7f000001/x.png",
    "http://017700000001/x.png",
    "http://0/x.png",
    "http://\u2460\u2461\u2466.0.0.1/x.png",
    "http://127\u30020\u30020\u30021/x.png",
    "http:127.0.0.1/x.png",
    "http://127.0.0.1#@images.example/x.png",
    "http://images.example@127.0.0.1/x.png",
    "http://127.0.0.1\\@images.example/x.png",
    "http://192.0.2.1/x.png",
    "http://198.18.0.1/x.png",
    "http://224.0.0.1/x.png",
    "http://255.255.255.255/x.png",
    "https://images.example:22/x.png",
    "http://images.example:6379/x.png",
    "http://93.184.215.14:8080/x.png",
    "http://images.example:0/x.png",
    "gopher://images.example/x.png",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "//127.0.0.1/x.png",
    "",
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

  test.each([
    ["127.0.0.1"],
    ["93.184.215.14", "10.0.0.1"],
    ["::1"],
    ["::ffff:192.168.0.1"],
    ["64:ff9b::c0a8:1"],
    ["2606:2800:220:1::1", "fd00::1"],
    [],
  ])("a name that leads (also) to %s is refused before connecting", async (...addresses) => {
    for (const name of ["sneaky.example", "localhost.", "a.b.c.d.e.nip.example"]) {
      attempts = [];
      await expect(fetcher(addresses)(`http://${name}/x.png`)).rejects.toMatchObject({
        reason: "refused",
      });
      expect(attempts).toEqual([`resolve ${name}`]);
      expect(requests).toEqual([]);
    }
  });

  test("a name that leads elsewhere the second time is looked at again for each connection", async () => {
    const answers = [["93.184.215.14"], ["127.0.0.1"], ["93.184.215.14"]];
    /** Connects where the resolver says, and notes it; the peer is our own server under that address. */
    const honest: buildConnector.connector = (target, done) => {
      const { lookup, hostname } = target as buildConnector.Options & { lookup: LookupFunction };
      lookup(hostname, { all: true }, (error, found) => {
        if (error !== null) {
          done(error, null);
          return;
        }
        const [first] = found as readonly LookupAddress[];
        attempts.push(`connect ${first?.address ?? ""}`);
        const socket = connectSocket(port, "127.0.0.1", () => {
          done(null, Object.defineProperty(socket, "remoteAddress", { value: first?.address }));
        });
      });
    };
    // Each answer ends its connection, so that the next needs another.
    answer.headers = { connection: "close" };
    const fetchPoster = createPosterFetcher({
      trustedOrigins: new Set(),
      connect: honest,
      resolve: (name) => resolveTo(...(answers.shift() ?? []))(name),
    });
    const url = "http://rebinding.example/x.png";
    expect((await fetchPoster(url)).type).toBe("image/png");
    await expect(fetchPoster(url)).rejects.toMatchObject({ reason: "refused" });
    expect((await fetchPoster(url)).type).toBe("image/png");
    expect(attempts).toEqual([
      "resolve rebinding.example",
      "connect 93.184.215.14",
      "resolve rebinding.example",
      "resolve rebinding.example",
      "connect 93.184.215.14",
    ]);
    expect(requests).toHaveLength(2);
  });

  test("a name that changes its mind between check and connection is refused by its peer, before a request", async () => {
    await expect(
      fetcher(["93.184.215.14"], recordingConnector)("http://rebinding.example/x.png"),
    ).rejects.toMatchObject({ reason: "refused" });
    expect(requests).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])(
    "a redirect is not followed, wherever it leads: %d",
    async (status) => {
      answer = {
        status,
        type: "text/plain",
        body: Buffer.alloc(0),
        headers: { location: "http://127.0.0.1:1/", refresh: "0; url=http://127.0.0.1:1/" },
      };
      const remote = fetcher(["93.184.215.14"], publicConnector);
      for (const [fetchPoster, url] of [
        [fetcher([]), `http://127.0.0.1:${port}/x.png`],
        [remote, "http://images.example/x.png"],
      ] as const) {
        await expect(fetchPoster(url)).rejects.toMatchObject({ reason: "bad-status" });
      }
      expect(requests).toHaveLength(2);
      expect(attempts).toEqual(["connect images.example"]);
    },
  );

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
