import { Agent, type Dispatcher } from "undici";

import { limitTime } from "../time-limit.ts";
import { isJsonBomb } from "../domain/json-bomb.ts";
import { ByteBlocks } from "./byte-blocks.ts";
import { connectionError } from "./connection-error.ts";
import { UpstreamError } from "./errors.ts";
import type { Instance } from "./instance.ts";
import { isHttpsWanted } from "./tls-trouble.ts";

/** No single call may take longer than this, whatever the caller's own signal says. */
const CALL_DEADLINE_MS = 20_000;
/** Four lists of an *arr are read anew beside its queue, each for up to a minute when it hangs: the queue waits for none. */
const MOST_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** Room for 20,000 torrents in one qBittorrent answer; a 300 MB answer is cut off here. */
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const LONGEST_REFUSAL_BYTES = 4096;

/** One outbound call. `path` starts with a slash and is appended to the instance's base path. */
export interface UpstreamCall {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  /** `undefined` values are left out; arrays repeat the key. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
  readonly deadlineMs?: number;
}

type QueryValue = string | number | boolean;

/** A complete answer. Every status comes back as a value: what it means is for each client to say. */
export class UpstreamResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly #instanceId: string;

  constructor(
    instanceId: string,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ) {
    this.#instanceId = instanceId;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** One header, the first when it is repeated; `null` when absent. */
  header(name: string): string | null {
    const value = this.headers[name.toLowerCase()];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  }

  /** The body as text; bytes that are not UTF-8 become U+FFFD. */
  text(): string {
    return this.body.toString("utf8");
  }

  /** @throws UpstreamError `bad-payload` when the body is not JSON, or a bomb. */
  json(): unknown {
    if (isJsonBomb(this.body)) {
      throw new UpstreamError({
        instanceId: this.#instanceId,
        reason: "bad-payload",
        message: "answered with JSON that is nested too deep, or has too much in it",
        status: this.status,
      });
    }
    try {
      return JSON.parse(this.text());
    } catch (cause) {
      const looksLikeHtml = /^\s*</.test(this.body.subarray(0, 64).toString("latin1"));
      throw new UpstreamError({
        instanceId: this.#instanceId,
        reason: "bad-payload",
        message: looksLikeHtml
          ? "answered with a web page instead of JSON"
          : "answered with broken JSON",
        advice: looksLikeHtml
          ? "Check that the URL leads to the application itself, with its base path, and not to a sign-in page of a proxy."
          : null,
        status: this.status,
        cause,
      });
    }
  }
}

/** One upstream instance's connection pool: deadline, size cap, own certificate rules, no redirects, no retries. */
export interface Transport {
  /** @throws UpstreamError `unreachable`, `timeout` or `bad-payload` (too large); the signal's reason when aborted. */
  send(call: UpstreamCall): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

/** Opens nothing yet; connections are made by the first call. */
export function createTransport(instance: Pick<Instance, "id" | "url" | "tls">): Transport {
  const base = new URL(instance.url);
  const basePath = base.pathname.replace(/\/+$/, "");
  const agent = new Agent({
    connections: MOST_CONNECTIONS,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: !instance.tls.insecure,
      ...(instance.tls.ca === null ? {} : { ca: instance.tls.ca }),
    },
    keepAliveTimeout: 30_000,
  });

  function refuseIfHttpsIsWanted(body: Buffer): void {
    if (!isHttpsWanted(body.subarray(0, LONGEST_REFUSAL_BYTES).toString("latin1"))) return;
    throw new UpstreamError({
      instanceId: instance.id,
      reason: "bad-status",
      message: "speaks https at this port, and is asked in plain HTTP",
      advice: "Write https:// in the URL.",
      status: 400,
    });
  }

  async function send(call: UpstreamCall): Promise<UpstreamResponse> {
    const maxBytes = call.maxBytes ?? DEFAULT_MAX_BYTES;
    const limit = limitTime(call.deadlineMs ?? CALL_DEADLINE_MS, call.signal);
    try {
      const answer = await agent.request({
        origin: base.origin,
        path: basePath + call.path + encodeQuery(call.query),
        method: call.method ?? "GET",
        headers: { accept: "*/*", "user-agent": "sofarr", ...call.headers },
        body: call.body ?? null,
        signal: limit.signal,
      });
      const body = await readCapped(answer, maxBytes, instance.id);
      if (base.protocol === "http:" && answer.statusCode === 400) refuseIfHttpsIsWanted(body);
      return new UpstreamResponse(instance.id, answer.statusCode, answer.headers, body);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      if (call.signal.aborted) throw call.signal.reason;
      if (limit.isOver) {
        throw new UpstreamError({
          instanceId: instance.id,
          reason: "timeout",
          message: "did not answer in time",
          cause: error,
        });
      }
      throw connectionError(instance.id, error, instance.tls.setting);
    } finally {
      limit.end();
    }
  }

  return { send, close: () => agent.destroy() };
}

async function readCapped(
  answer: Dispatcher.ResponseData,
  maxBytes: number,
  instanceId: string,
): Promise<Buffer> {
  const blocks = new ByteBlocks(announcedBytes(answer, maxBytes));
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    if (blocks.length + chunk.length > maxBytes) {
      throw new UpstreamError({
        instanceId,
        reason: "bad-payload",
        message: `answered with more than ${Math.round(maxBytes / 1024 / 1024)} MB`,
        status: answer.statusCode,
      });
    }
    blocks.add(chunk);
  }
  return blocks.whole();
}

/** What the answer says of its own length, so that room is made once; 0 when it does not say. Never more than it may have. */
function announcedBytes({ headers }: Dispatcher.ResponseData, maxBytes: number): number {
  const length = Number(headers["content-length"] ?? 0);
  return length > 0 ? Math.min(length, maxBytes) : 0;
}

function encodeQuery(query: UpstreamCall["query"]): string {
  if (query === undefined) return "";
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  return params.size === 0 ? "" : `?${params.toString()}`;
}
