import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { closeApp } from "./close-app.ts";

/** So long that a test would not wait for it. */
const LONG_MS = 10 * 60_000;
const NO_HURRY = new AbortController().signal;

describe("closing the app", () => {
  let app: FastifyInstance;
  let sockets: Socket[];
  let answer: (text: string) => void;

  beforeEach(async () => {
    sockets = [];
    app = fastify({ forceCloseConnections: "idle" });
    const later = new Promise<string>((resolve) => {
      answer = resolve;
    });
    // As a stream answers, which the framework knows nothing of.
    app.get("/later", (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { connection: "keep-alive" });
      void later.then((text) => reply.raw.end(text));
    });
    app.post("/upload", () => "thanks");
    await app.listen({ port: 0, host: "127.0.0.1" });
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    app.server.closeAllConnections();
  });

  const port = (): number => (app.server.address() as AddressInfo).port;

  /** An upload of which there is always more to come. */
  async function upload(): Promise<Socket> {
    const socket = connect(port(), "127.0.0.1");
    sockets.push(socket);
    await once(socket, "connect");
    const arrived = once(app.server, "request");
    socket.write("POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nfirst");
    await arrived;
    return socket.resume();
  }

  test("cuts what has not come to its end in time", async () => {
    const cut = once(await upload(), "close");
    await closeApp(app, 20, NO_HURRY);
    await expect(cut).resolves.toBeDefined();
  });

  test("cuts everything at once when there is a hurry", async () => {
    const cut = once(await upload(), "close");
    const hurry = new AbortController();
    const closed = closeApp(app, LONG_MS, hurry.signal);
    hurry.abort();
    await closed;
    await expect(cut).resolves.toBeDefined();
  });

  test("does not begin to wait when there was a hurry before", async () => {
    await upload();
    await expect(closeApp(app, LONG_MS, AbortSignal.abort())).resolves.toBeUndefined();
  });

  test("waits for a stream to end, and not for the browser to let its connection go", async () => {
    const agent = new Agent({ keepAlive: true });
    const call = request({ port: port(), path: "/later", agent }).end();
    await once(app.server, "request");
    const closed = closeApp(app, LONG_MS, NO_HURRY);
    answer("at last");
    const [response] = (await once(call, "response")) as [AsyncIterable<Buffer>];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("at last");
    await closed;
    agent.destroy();
  });
});
