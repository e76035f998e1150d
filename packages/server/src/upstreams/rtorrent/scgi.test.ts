import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

import { afterEach, describe, expect, test } from "vitest";

import { encodeRequest, parseScgiUrl, sendScgi, type ScgiAddress, type ScgiCall } from "./scgi.ts";
import { parseAnswer } from "./xml-rpc.ts";

const BODY = "<methodResponse>ä</methodResponse>";
const ANSWER = Buffer.from(
  `Status: 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`,
);

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Answers each connection with `behave`, once something was received. */
async function listen(
  behave: (socket: Socket, received: Buffer) => void | Promise<void>,
  at: { host: string } | { path: string } = { host: "127.0.0.1" },
): Promise<ScgiAddress> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", (received) => void behave(socket, received));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen("path" in at ? at : { port: 0, ...at }, resolve);
  });
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return "path" in at ? at : { host: at.host, port: (server.address() as AddressInfo).port };
}

const send = async (address: ScgiAddress, change: Partial<ScgiCall> = {}): Promise<string> => {
  const body = await sendScgi({
    instanceId: "rtorrent-main",
    address,
    body: "<methodCall/>",
    signal: AbortSignal.timeout(10_000),
    deadlineMs: 5000,
    maxBytes: 1024 * 1024,
    ...change,
  });
  return body.toString("utf8");
};

describe("a URL", () => {
  test.each([
    ["scgi://rtorrent:5000", { host: "rtorrent", port: 5000 }],
    ["scgi://127.0.0.1:5000/", { host: "127.0.0.1", port: 5000 }],
    ["scgi://[::1]:5000", { host: "::1", port: 5000 }],
    ["scgi://[2001:db8::7]:80", { host: "2001:db8::7", port: 80 }],
    ["scgi:///run/rtorrent/rpc.sock", { path: "/run/rtorrent/rpc.sock" }],
    ["scgi:///home/me/my%20stuff/rpc.sock", { path: "/home/me/my stuff/rpc.sock" }],
    ["scgi://rtorrent", null],
    ["scgi://", null],
    ["scgi:///", null],
    ["http://rtorrent:5000", null],
    ["nonsense", null],
  ])("%s is %j", (url, address) => {
    expect(parseScgiUrl(url)).toEqual(address);
  });
});

test("a request is a netstring of headers, the length in bytes first, and the body", () => {
  expect(encodeRequest("ä").toString("latin1")).toBe(
    "84:CONTENT_LENGTH\x002\x00SCGI\x001\x00REQUEST_METHOD\x00POST\x00REQUEST_URI\x00/RPC2\x00CONTENT_TYPE\x00text/xml\x00,\xc3\xa4",
  );
});

describe("an answer", () => {
  test("is read over TCP, and the request arrives as it was encoded", async () => {
    let seen = "";
    const address = await listen((socket, received) => {
      seen = received.toString();
      socket.end(ANSWER);
    });
    expect(await send(address)).toBe(BODY);
    expect(seen).toBe(encodeRequest("<methodCall/>").toString());
  });

  test("is read over a unix socket", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-scgi-"));
    const address = await listen((socket) => void socket.end(ANSWER), {
      path: join(folder, "rpc.sock"),
    });
    expect(await send(address)).toBe(BODY);
    rmSync(folder, { recursive: true });
  });

  test.each(["0.9.8", "0.16.17"])("recorded from %s is read", async (version) => {
    const recorded = readFileSync(
      join(import.meta.dirname, "fixtures", version, "scgi-response-head.txt"),
    );
    const address = await listen((socket) => void socket.end(recorded));
    expect(parseAnswer(Buffer.from(await send(address)))).toEqual({
      kind: "value",
      value: version,
    });
  });

  test("may come in two pieces, cut anywhere", async () => {
    let cut = 0;
    const address = await listen(async (socket) => {
      socket.setNoDelay(true);
      socket.write(ANSWER.subarray(0, cut));
      await setImmediate();
      socket.end(ANSWER.subarray(cut));
    });
    for (cut = 1; cut < ANSWER.length; cut += 1) expect(await send(address)).toBe(BODY);
  });

  test("may come byte by byte", async () => {
    const address = await listen(async (socket) => {
      socket.setNoDelay(true);
      for (const byte of ANSWER) {
        socket.write(Buffer.of(byte));
        await setImmediate();
      }
    });
    expect(await send(address)).toBe(BODY);
  });

  test("is complete with its length, although the connection stays open", async () => {
    const address = await listen((socket) => void socket.write(Buffer.concat([ANSWER, ANSWER])));
    expect(await send(address)).toBe(BODY);
  });

  test("without a length ends with the connection", async () => {
    const address = await listen((socket) => void socket.end(`Status: 200 OK\r\n\r\n${BODY}`));
    expect(await send(address)).toBe(BODY);
  });
});

describe("trouble", () => {
  test.each([
    ["closes without a word", "", "unreachable", /without an answer/],
    ["stops in the middle", ANSWER.subarray(0, -3), "bad-payload", /middle/],
    ["stops in the head", "Status: 200 OK\r\nContent-", "bad-payload", /not answer in SCGI/],
    ["never ends its head", "x".repeat(100_000), "bad-payload", /not answer in SCGI/],
    ["speaks of trouble", "Status: 500 Oops\r\n\r\n", "bad-status", /500/],
    [
      "announces more than is taken",
      `Content-Length: 99999999\r\n\r\n${"x".repeat(2 * 1024 * 1024)}`,
      "bad-payload",
      /more than 1 MB/,
    ],
  ])("with a server that %s has a reason", async (_name, answer, reason, message) => {
    const address = await listen((socket) => void socket.end(answer));
    await expect(send(address)).rejects.toMatchObject({
      instanceId: "rtorrent-main",
      reason,
      message: expect.stringMatching(message) as string,
    });
  });

  test("with a server that resets is `unreachable`", async () => {
    const address = await listen((socket) => void socket.resetAndDestroy());
    await expect(send(address)).rejects.toMatchObject({ reason: "unreachable" });
  });

  test("with a server that hangs ends at the deadline, or when the caller has had enough", async () => {
    const address = await listen(() => {});
    await expect(send(address, { deadlineMs: 30 })).rejects.toMatchObject({ reason: "timeout" });
    await expect(send(address, { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    await expect(send(address, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  test("with nobody there says what is missing", async () => {
    const address = await listen(() => {});
    for (const close of closers.splice(0)) await close();
    await expect(send(address)).rejects.toMatchObject({
      reason: "unreachable",
      message: "refused the connection",
    });
    await expect(send({ path: join(tmpdir(), "sofarr-no-such.sock") })).rejects.toMatchObject({
      reason: "unreachable",
      message: "its socket file does not exist",
    });
  });
});
