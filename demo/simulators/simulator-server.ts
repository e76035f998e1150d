import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What a simulator can do instead of answering. */
export const FAULTS = [
  "hang",
  "drip",
  "reset",
  "status-500",
  "status-401",
  "html",
  "half-json",
  "wrong-type",
  "empty-object",
  "huge",
  "redirect",
] as const;

/** What a simulator does instead of answering, until `fault` is `null` again. */
export type Fault = (typeof FAULTS)[number];

/** A request as it arrived, for tests that count calls or look at what is on the wire. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** What it met instead of an answer; `null` when it was answered. */
  met: Fault | null;
}

/** Answers one request; `request.body` has been read. */
export type Handler = (
  request: SeenRequest,
  response: ServerResponse,
  raw: IncomingMessage,
) => void | Promise<void>;

/** A body as it is about to be sent. */
export interface SentBody {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/** Makes something else of a body: what an upstream would send that lies, or is broken in a way of its own. */
export type Spoil = (body: SentBody) => SentBody;

/** Whose bodies are spoilt, and how. */
const spoilt = new WeakMap<ServerResponse, Spoil>();

const FIRST_SERVER_ERROR = 500;
const HUGE_BYTES = 300 * 1024 * 1024;

/** A strict HTTP server on loopback that one simulator stands on: records requests, injects faults, stops cleanly. */
export class SimulatorServer {
  fault: Fault | null = null;
  /** Only requests for which this holds meet the fault; by default all. */
  faultFilter: (request: SeenRequest) => boolean = () => true;
  /** What is made of every body before it is sent; `null` for nothing. */
  spoil: Spoil | null = null;
  readonly requests: SeenRequest[] = [];
  /** How many requests met a fault or were answered with 500 or more. */
  failures = 0;
  /** Requests whose answer is neither sent nor given up by the caller. */
  underWay = 0;
  readonly #handler: Handler;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  /** Listens on loopback; the same port again after `stop()`, so that a restart is a restart. */
  async start(): Promise<void> {
    const server = createServer((raw, response) => {
      this.#serve(raw, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Closes the port and every connection; the address is kept. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async #serve(raw: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of raw as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(raw.url ?? "/", "http://simulator");
    const request: SeenRequest = {
      at: Date.now(),
      method: raw.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: raw.headers,
      body: Buffer.concat(chunks).toString("utf8"),
      met: null,
    };
    this.noteRequest(request);
    const { met } = request;
    this.underWay += 1;
    response.once("close", () => {
      this.underWay -= 1;
      if (met !== null || response.statusCode >= FIRST_SERVER_ERROR) this.failures += 1;
    });
    if (this.spoil !== null) spoilt.set(response, this.spoil);
    if (met !== null) misbehave(met, response);
    else await this.#handler(request, response, raw);
  }

  /** Keeps a request, and decides what it meets. */
  protected noteRequest(request: SeenRequest): void {
    if (this.fault !== null && this.faultFilter(request)) request.met = this.fault;
    this.requests.push(request);
  }
}

/** Sends JSON with a length. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, status, JSON.stringify(value), {
    "content-type": "application/json; charset=utf-8",
    ...headers,
  });
}

/** Sends text (or bytes) with a length. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string | string[]> = {},
): void {
  const whole = {
    bytes: typeof body === "string" ? Buffer.from(body) : body,
    headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  };
  const sent = spoilt.get(response)?.(whole) ?? whole;
  response.writeHead(status, { "content-length": String(sent.bytes.length), ...sent.headers });
  response.end(sent.bytes);
}

function misbehave(fault: Fault, response: ServerResponse): void {
  switch (fault) {
    case "hang":
      return;
    case "drip":
      drip(response);
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "status-500":
      send(response, 500, "Internal Server Error");
      return;
    case "status-401":
      send(response, 401, "Unauthorized");
      return;
    case "html":
      send(response, 200, "<!doctype html><title>Sign in</title><h1>Sign in</h1>", {
        "content-type": "text/html",
      });
      return;
    case "half-json":
      send(response, 200, '{"queue": {"slots": [{"nzo_id": "SAB', {
        "content-type": "application/json",
      });
      return;
    case "wrong-type":
      send(response, 200, '"surprise"', { "content-type": "application/json" });
      return;
    case "empty-object":
      send(response, 200, "{}", { "content-type": "application/json" });
      return;
    case "huge":
      pourHuge(response);
      return;
    case "redirect":
      send(response, 302, "", { location: "http://127.0.0.1:9/elsewhere" });
      return;
  }
}

/** One byte a second, for ever (until the other side has had enough). */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100000" });
  const timer = setInterval(() => response.write(" "), 1000);
  response.once("close", () => clearInterval(timer));
}

/** 300 MB of valid JSON text, sent as fast as it is taken, never held in memory. */
function pourHuge(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const block = Buffer.alloc(1024 * 1024, "x");
  let sent = 1;
  response.write('"');
  const pour = (): void => {
    while (sent < HUGE_BYTES && !response.destroyed) {
      sent += block.length;
      if (!response.write(block)) {
        response.once("drain", pour);
        return;
      }
    }
    response.end('"');
  };
  pour();
}
