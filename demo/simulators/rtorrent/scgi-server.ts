import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type SeenRequest, SimulatorServer } from "../simulator-server.ts";
import { misbehave, reply, type ScgiAnswer } from "./scgi-answer.ts";
import { readScgi, type ScgiLimits } from "./scgi-request.ts";

const IDLE_MS = 60_000;

export type ScgiHandler = (body: Buffer, headers: ReadonlyMap<string, string>) => ScgiAnswer;

/**
 * A strict SCGI server in the place of the HTTP one: the same faults, the same record of requests, one request per
 * connection. On a TCP port of loopback, or on a unix socket in a temporary folder of its own.
 */
export class ScgiServer extends SimulatorServer {
  readonly #answer: ScgiHandler;
  readonly #limits: ScgiLimits;
  readonly #kind: "tcp" | "unix";
  readonly #open = new Set<Socket>();
  #listener: Server | null = null;
  #tcpPort = 0;
  #folder = "";

  constructor(kind: "tcp" | "unix", limits: ScgiLimits, answer: ScgiHandler) {
    super(() => {
      throw new Error("an SCGI server does not speak HTTP");
    });
    this.#kind = kind;
    this.#limits = limits;
    this.#answer = answer;
  }

  override async start(): Promise<void> {
    const listener = createServer((socket) => this.#take(socket));
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      if (this.#kind === "tcp") listener.listen(this.#tcpPort, "127.0.0.1", resolve);
      else listener.listen(this.#makeSocketPath(), resolve);
    });
    if (this.#kind === "tcp") this.#tcpPort = (listener.address() as AddressInfo).port;
    this.#listener = listener;
  }

  override async stop(): Promise<void> {
    const listener = this.#listener;
    if (listener === null) return;
    this.#listener = null;
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => listener.close(() => resolve()));
    if (this.#folder !== "") rmSync(this.#folder, { recursive: true, force: true });
  }

  override get port(): number {
    return this.#tcpPort;
  }

  /** `scgi://127.0.0.1:port` or `scgi:///path.sock`; known once it was started. */
  override get url(): string {
    return this.#kind === "tcp"
      ? `scgi://127.0.0.1:${this.#tcpPort}`
      : `scgi://${this.#socketPath()}`;
  }

  #socketPath(): string {
    return join(this.#folder, "rpc.sock");
  }

  /** The same path again after `stop()`, which removes the folder. */
  #makeSocketPath(): string {
    if (this.#folder === "") this.#folder = mkdtempSync(join(tmpdir(), "simulated-rtorrent-"));
    else mkdirSync(this.#folder, { recursive: true });
    return this.#socketPath();
  }

  #take(socket: Socket): void {
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    let received = Buffer.alloc(0);
    let isAnswered = false;
    socket.on("data", (chunk) => {
      // One request per connection: whatever follows it is not read.
      if (isAnswered) return;
      received = Buffer.concat([received, chunk]);
      const reading = readScgi(received, this.#limits);
      if (reading === "more") return;
      isAnswered = true;
      if (reading === "refused") socket.destroy();
      else this.#serve(socket, reading.headers, reading.body);
    });
  }

  #serve(socket: Socket, headers: ReadonlyMap<string, string>, body: Buffer): void {
    const request = seenRequest(headers, body);
    this.noteRequest(request);
    if (request.met !== null) misbehave(request.met, socket);
    else reply(socket, "200 OK", this.#answer(body, headers));
  }
}

function seenRequest(headers: ReadonlyMap<string, string>, body: Buffer): SeenRequest {
  return {
    at: Date.now(),
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value])),
    body: body.toString("utf8"),
    met: null,
  };
}
