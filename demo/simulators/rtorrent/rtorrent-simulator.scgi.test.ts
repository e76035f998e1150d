import { existsSync } from "node:fs";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";

import { afterEach, describe, expect, test } from "vitest";

import type { Fault } from "../simulator-server.ts";
import { askScgi, decodeAnswer, methodCall, scgiBytes, scgiCall } from "./ask-rtorrent.ts";
import {
  createRtorrentSimulator,
  type RtorrentOptions,
  type RtorrentSimulator,
} from "./rtorrent-simulator.ts";

const MIB = 1024 * 1024;
const VERSION = methodCall("system.client_version", []);

let simulator: RtorrentSimulator;

async function started(options: RtorrentOptions = {}): Promise<RtorrentSimulator> {
  simulator = createRtorrentSimulator({ transport: "scgi-tcp", ...options });
  await simulator.start();
  return simulator;
}

afterEach(() => simulator.stop());

/** Splits an answer at the first empty line. */
function split(answer: Buffer): { head: string; body: Buffer } {
  const at = answer.indexOf("\r\n\r\n");
  return { head: answer.toString("latin1", 0, at), body: answer.subarray(at + 4) };
}

describe("SCGI", () => {
  test.each(["scgi-tcp", "scgi-unix"] as const)(
    "%s answers in the manner of CGI, records the request and closes",
    async (transport) => {
      await started({ transport });
      const { head, body } = split(await askScgi(simulator, scgiCall(VERSION)));
      expect(head).toBe(
        `Status: 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}`,
      );
      expect(decodeAnswer(body)).toBe("0.9.8");
      expect(simulator.server.requests).toHaveLength(1);
      expect(simulator.server.requests[0]).toMatchObject({
        body: VERSION,
        headers: { scgi: "1", content_type: "text/xml" },
      });
      expect(simulator.loginAttempts()).toBe(0);
    },
  );

  test("the unix socket is at the path of the URL, goes with a stop, and comes back in the same place", async () => {
    await started({ transport: "scgi-unix" });
    const { url } = simulator;
    expect(url).toMatch(/^scgi:\/\/\/.+\.sock$/);
    expect(simulator.server.url).toBe(url);
    const path = new URL(url).pathname;
    expect(existsSync(path)).toBe(true);
    await simulator.stop();
    expect(existsSync(path)).toBe(false);
    await expect(askScgi(simulator, scgiCall(VERSION))).rejects.toMatchObject({ code: "ENOENT" });
    await simulator.start();
    expect(simulator.url).toBe(url);
    expect((await askScgi(simulator, scgiCall(VERSION))).length).toBeGreaterThan(0);
  });

  test("the TCP port is kept over a stop", async () => {
    await started();
    const { url } = simulator;
    expect(url).toMatch(/^scgi:\/\/127\.0\.0\.1:\d+$/);
    await simulator.stop();
    await expect(askScgi(simulator, scgiCall(VERSION))).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
    await simulator.start();
    expect(simulator.url).toBe(url);
  });

  test("a request that comes byte by byte is put together", async () => {
    await started();
    const bytes = scgiCall(VERSION);
    const { port, hostname } = new URL(simulator.url);
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      const chunks: Buffer[] = [];
      socket.setNoDelay(true);
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.once("error", reject);
      socket.once("close", () => resolve(Buffer.concat(chunks)));
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
    expect(decodeAnswer(split(answer).body)).toBe("0.9.8");
  });

  test("one connection serves one request; what follows is not read", async () => {
    await started();
    const twice = Buffer.concat([scgiCall(VERSION), scgiCall(VERSION)]);
    const answer = (await askScgi(simulator, twice)).toString();
    expect(answer.split("Status:")).toHaveLength(2);
    expect(simulator.server.requests).toHaveLength(1);
  });

  test("a second request on an open connection is not read either", async () => {
    await started();
    const { port, hostname } = new URL(simulator.url);
    const socket = connect(Number(port), hostname);
    simulator.server.fault = "hang";
    await new Promise<void>((resolve) => {
      simulator.server.faultFilter = () => {
        resolve();
        return true;
      };
      socket.write(scgiCall(VERSION));
    });
    simulator.server.faultFilter = () => false;
    const answered: Buffer[] = [];
    socket.on("data", (chunk) => answered.push(chunk));
    socket.write(scgiCall(VERSION));
    // A whole exchange on another connection: time enough for the first to be read, were it read.
    await askScgi(simulator, scgiCall(VERSION));
    expect(simulator.server.requests).toHaveLength(2);
    expect(answered).toEqual([]);
    socket.destroy();
  });

  const length = String(VERSION.length);
  const refused: [string, Buffer][] = [
    ["HTTP", Buffer.from("POST /RPC2 HTTP/1.1\r\n\r\n")],
    ["a length that is no number", Buffer.from("abc:CONTENT_LENGTH")],
    ["headers shorter than 17 bytes", Buffer.from(`16:CONTENT_LENGTH\x001,x`)],
    [
      "headers longer than 2000 bytes",
      scgiCall(VERSION, [["REQUEST_URI", `/${"x".repeat(2000)}`]]),
    ],
    [
      "CONTENT_LENGTH not first",
      scgiBytes(
        [
          ["SCGI", "1"],
          ["CONTENT_LENGTH", length],
        ],
        Buffer.from(VERSION),
      ),
    ],
    ["no SCGI header", scgiBytes([["CONTENT_LENGTH", length]], Buffer.from(VERSION))],
    [
      "another SCGI version",
      scgiBytes(
        [
          ["CONTENT_LENGTH", length],
          ["SCGI", "2"],
        ],
        Buffer.from(VERSION),
      ),
    ],
    [
      "an empty body",
      scgiBytes(
        [
          ["CONTENT_LENGTH", "0"],
          ["SCGI", "1"],
        ],
        Buffer.alloc(0),
      ),
    ],
    [
      "a length with a sign",
      scgiBytes(
        [
          ["CONTENT_LENGTH", `+${length}`],
          ["SCGI", "1"],
        ],
        Buffer.from(VERSION),
      ),
    ],
    ["no comma after the headers", Buffer.from(`24:CONTENT_LENGTH\x001\0SCGI\x001\0;x`)],
    ["a header without a value", Buffer.from(`22:CONTENT_LENGTH\x001\0SCGI\0,x`)],
  ];
  test.each(refused)("%s closes the connection without an answer", async (_name, bytes) => {
    await started();
    expect(await askScgi(simulator, bytes)).toHaveLength(0);
    expect(simulator.server.requests).toHaveLength(0);
  });

  test.each([
    ["0.9.8", 2 * MIB],
    ["0.16.17", 16 * MIB],
  ] as const)("%s closes on a body of more than %d bytes, and only then", async (version, cap) => {
    await started({ version });
    const announce = (bytes: number) =>
      scgiBytes(
        [
          ["CONTENT_LENGTH", String(bytes)],
          ["SCGI", "1"],
        ],
        Buffer.alloc(0),
      );
    expect(await askScgi(simulator, announce(cap + 1))).toHaveLength(0);
    const largest = Buffer.concat([announce(cap), Buffer.alloc(cap, " ")]);
    const { body } = split(await askScgi(simulator, largest));
    expect(decodeAnswer(body)).toMatchObject({ faultCode: -509 });
  });

  test("0.16 closes on a content type it does not know, and says that it has no JSON-RPC", async () => {
    await started({ version: "0.16.17" });
    const typed = (type: string, body: string) =>
      askScgi(
        simulator,
        scgiBytes(
          [
            ["CONTENT_LENGTH", String(body.length)],
            ["CONTENT_TYPE", type],
            ["SCGI", "1"],
          ],
          Buffer.from(body),
        ),
      );
    expect(await typed("text/plain", VERSION)).toHaveLength(0);
    expect((await typed("application/json", "{}")).toString()).toContain("JSON-RPC not supported");
    expect((await typed("", "[]")).toString()).toContain("JSON-RPC not supported");
    await simulator.stop();
    await started({ version: "0.9.8" });
    expect(decodeAnswer(split(await typed("text/plain", VERSION)).body)).toBe("0.9.8");
  });

  test("0.16 compresses large answers for those who take gzip; nobody else's", async () => {
    await started({ version: "0.16.17" });
    const methods = methodCall("system.listMethods", []);
    const plain = split(await askScgi(simulator, scgiCall(methods)));
    const packed = split(
      await askScgi(simulator, scgiCall(methods, [["ACCEPT_ENCODING", "deflate, gzip"]])),
    );
    expect(plain.head).not.toContain("gzip");
    expect(packed.head).toContain("Content-Encoding: gzip");
    expect(packed.head).toContain(`Content-Length: ${packed.body.length}`);
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    const small = await askScgi(simulator, scgiCall(VERSION, [["ACCEPT_ENCODING", "gzip"]]));
    expect(split(small).head).not.toContain("gzip");
  });
});

describe("faults over SCGI", () => {
  test.each<[Fault, RegExp]>([
    ["status-500", /^Status: 500 /],
    ["status-401", /^Status: 401 /],
    ["redirect", /^Status: 302 Found\r\n[^]*Location: http/],
    ["html", /^Status: 200 OK\r\nContent-Type: text\/html\r\n[^]*<title>/],
    ["half-json", /<param><value><arr$/],
    ["wrong-type", /<string>surprise<\/string>/],
  ])("%s is shown", async (fault, form) => {
    await started();
    simulator.server.fault = fault;
    expect((await askScgi(simulator, scgiCall(VERSION))).toString()).toMatch(form);
    simulator.server.fault = null;
    expect(decodeAnswer(split(await askScgi(simulator, scgiCall(VERSION))).body)).toBe("0.9.8");
  });

  test("a reset is a reset, on a unix socket a sudden end", async () => {
    await started();
    simulator.server.fault = "reset";
    await expect(askScgi(simulator, scgiCall(VERSION))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    await simulator.stop();
    await started({ transport: "scgi-unix" });
    simulator.server.fault = "reset";
    expect(await askScgi(simulator, scgiCall(VERSION))).toHaveLength(0);
  });

  test.each<[Fault, number]>([
    ["hang", 0],
    ["drip", 1],
    ["huge", 5 * MIB],
  ])("%s gives at least %d bytes and no end", async (fault, least) => {
    await started();
    simulator.server.fault = fault;
    const { port, hostname } = new URL(simulator.url);
    const socket = connect(Number(port), hostname);
    const seen = await new Promise<number>((resolve, reject) => {
      let bytes = 0;
      const check = () => bytes >= least && resolve(bytes);
      socket.on("data", (chunk) => {
        bytes += chunk.length;
        check();
      });
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("closed")));
      simulator.server.faultFilter = () => {
        queueMicrotask(check);
        return true;
      };
      socket.write(scgiCall(VERSION));
    });
    expect(seen).toBeGreaterThanOrEqual(least);
    expect(socket.readyState).toBe("open");
    socket.destroy();
  });

  test("a fault can be kept to some requests", async () => {
    await started();
    simulator.server.fault = "status-500";
    simulator.server.faultFilter = (request) => request.body.includes("d.multicall2");
    const other = methodCall("d.multicall2", ["", "main"]);
    expect((await askScgi(simulator, scgiCall(other))).toString()).toContain("Status: 500");
    expect((await askScgi(simulator, scgiCall(VERSION))).toString()).toContain("Status: 200");
  });
});
