import { request, type IncomingMessage } from "node:http";
import { request as requestByTls } from "node:https";

import type { DashboardPayload, NormalizedDownload } from "@sofarr/contract";

import { EventReader, type StreamEvent } from "./event-reader.ts";
import { momentAfter, NOTHING_SHOWN, type Moment } from "./moment.ts";

/** What a browser keeps and sends: cookies, and the CSRF token it was given. Plain node:http, no client of ours. */
export class Browser {
  readonly #base: string;
  readonly #way: Way;
  readonly #cookies = new Map<string, string>();
  csrfToken: string | null = null;

  constructor(base: string, way: Way = {}) {
    this.#base = base.replace(/\/$/u, "");
    this.#way = way;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  async send(method: string, path: string, options: SendOptions = {}): Promise<Answer> {
    const response = await this.#open(method, path, options);
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      bytes,
      text: bytes.toString("utf8"),
    };
  }

  async get(path: string, options: SendOptions = {}): Promise<Answer> {
    return await this.send("GET", path, options);
  }

  async post(path: string, body?: unknown, options: SendOptions = {}): Promise<Answer> {
    return await this.send("POST", path, { ...options, ...(body === undefined ? {} : { body }) });
  }

  /** Signs in and keeps what comes back. */
  async login(username: string, password: string, rememberMe = false): Promise<Answer> {
    const answer = await this.post("/api/auth/login", { username, password, rememberMe });
    if (answer.status === 200)
      this.csrfToken = (JSON.parse(answer.text) as { csrfToken: string }).csrfToken;
    return answer;
  }

  async downloads(query = ""): Promise<DashboardPayload> {
    const answer = await this.get(`/api/dashboard/user-downloads${query}`);
    if (answer.status !== 200)
      throw new Error(`user-downloads answered ${answer.status}: ${answer.text}`);
    return JSON.parse(answer.text) as DashboardPayload;
  }

  /** Asks for the stream and leaves what comes to the caller. */
  async openStream(query: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
    return await this.#open("GET", `/api/dashboard/stream${query}`, { headers });
  }

  /** Opens the stream and collects its events until `close()`. */
  async stream(query = "", headers: Record<string, string> = {}): Promise<Stream> {
    return new Stream(await this.openStream(query, headers));
  }

  /** Opens any stream of events; what is no stream has a status and no events. */
  async follow(path: string, headers: Record<string, string> = {}): Promise<Stream> {
    return new Stream(await this.#open("GET", path, { headers }));
  }

  /** Asks for the stream and leaves after a moment, whether or not an answer has begun. */
  async streamAndLeave(ms: number, headers: Record<string, string> = {}): Promise<void> {
    const signal = AbortSignal.timeout(ms);
    const call = this.#open("GET", "/api/dashboard/stream", { signal, headers });
    const response = await call.catch(() => null);
    response?.destroy();
  }

  async #open(
    method: string,
    path: string,
    { body, headers = {}, signal }: SendOptions,
  ): Promise<IncomingMessage> {
    const payload =
      body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return await new Promise((resolve, reject) => {
      const open = this.#base.startsWith("https:") ? requestByTls : request;
      const call = open(
        this.#base + path,
        {
          method,
          agent: false,
          ...this.#way,
          ...(signal === undefined ? {} : { signal }),
          headers: {
            ...(cookie === "" ? {} : { cookie }),
            ...(payload === null
              ? {}
              : {
                  "content-type": "application/json",
                  "content-length": String(Buffer.byteLength(payload)),
                }),
            ...(this.csrfToken === null ? {} : { "x-csrf-token": this.csrfToken }),
            ...headers,
          },
        },
        (response) => {
          for (const line of response.headers["set-cookie"] ?? []) this.#keep(line);
          resolve(response);
        },
      );
      call.on("error", reject);
      call.end(payload ?? undefined);
    });
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const isGone = attributes.some((one) => /max-age=0|expires=thu, 01 jan 1970/iu.test(one));
    if (isGone) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** How it gets there. */
export interface Way {
  /** Whose certificates it trusts, as PEM; the system's, unless told otherwise. */
  readonly ca?: string;
  /** The address it comes from: any that begins with 127 is this machine's. */
  readonly localAddress?: string;
}

export interface SendOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Buffer;
  readonly text: string;
}

/** An open stream: everything it said, and waiting for what it will say. */
export class Stream {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly events: StreamEvent[] = [];
  /** Every byte as it came. */
  raw = "";
  isClosed = false;
  readonly #response: IncomingMessage;
  readonly #waiters = new Set<() => void>();

  constructor(response: IncomingMessage) {
    this.#response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    const reader = new EventReader((event) => this.events.push(event));
    response.setEncoding("utf8");
    response.on("data", (text: string) => {
      this.raw += text;
      reader.take(text);
      this.#wake();
    });
    response.on("error", () => {});
    response.on("close", () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  close(): void {
    this.#response.destroy();
  }

  /** Whether the server brought it to a proper end, rather than cutting the connection. */
  get isWhole(): boolean {
    return this.#response.complete;
  }

  /** What a client that applies every event shows after each of them. */
  moments(): Moment[] {
    const moments: Moment[] = [];
    for (const event of this.events) {
      moments.push(momentAfter(moments.at(-1) ?? NOTHING_SHOWN, event));
    }
    return moments;
  }

  /** The downloads as a client that applied every event knows them. */
  view(): ReadonlyMap<string, NormalizedDownload> {
    return this.moments().at(-1)?.view ?? new Map();
  }

  /** The sources as they were last told. */
  sources(): DashboardPayload["sources"] {
    return this.moments().at(-1)?.sources ?? [];
  }

  /** Waits until something is true of the stream. @throws when it is not within the time. */
  async until(check: () => boolean, what: string, ms = 20_000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!check()) {
      if (Date.now() >= deadline) throw new Error(`not within ${ms} ms: ${what}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiters.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.min(250, Math.max(1, deadline - Date.now())));
        this.#waiters.add(wake);
      });
    }
  }

  #wake(): void {
    for (const waiter of this.#waiters) waiter();
  }
}
