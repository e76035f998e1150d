import { Agent, type Dispatcher } from "undici";

import { UpstreamError, type UpstreamFailure } from "./errors.ts";
import type { Instance } from "./instance.ts";

/** No single call may take longer than this, whatever the caller's own signal says. */
const CALL_DEADLINE_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** Room for 20,000 torrents in one qBittorrent answer; a 300 MB answer is cut off here. */
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

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

  /** @throws UpstreamError `bad-payload` when the body is not JSON. */
  json(): unknown {
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
    connections: 4,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: !instance.tls.insecure,
      ...(instance.tls.ca === null ? {} : { ca: instance.tls.ca }),
    },
    keepAliveTimeout: 30_000,
  });

  async function send(call: UpstreamCall): Promise<UpstreamResponse> {
    const maxBytes = call.maxBytes ?? DEFAULT_MAX_BYTES;
    const deadline = AbortSignal.timeout(call.deadlineMs ?? CALL_DEADLINE_MS);
    try {
      const answer = await agent.request({
        origin: base.origin,
        path: basePath + call.path + encodeQuery(call.query),
        method: call.method ?? "GET",
        headers: { accept: "*/*", "user-agent": "sofarr", ...call.headers },
        body: call.body ?? null,
        signal: AbortSignal.any([call.signal, deadline]),
      });
      const body = await readCapped(answer, maxBytes, instance.id);
      return new UpstreamResponse(instance.id, answer.statusCode, answer.headers, body);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      if (call.signal.aborted) throw call.signal.reason;
      if (deadline.aborted) {
        throw new UpstreamError({
          instanceId: instance.id,
          reason: "timeout",
          message: "did not answer in time",
          cause: error,
        });
      }
      throw connectionError(instance.id, error);
    }
  }

  return { send, close: () => agent.destroy() };
}

async function readCapped(
  answer: Dispatcher.ResponseData,
  maxBytes: number,
  instanceId: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > maxBytes) {
      throw new UpstreamError({
        instanceId,
        reason: "bad-payload",
        message: `answered with more than ${Math.round(maxBytes / 1024 / 1024)} MB`,
        status: answer.statusCode,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
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

const CONNECTION_TROUBLE: Readonly<Record<string, readonly [UpstreamFailure, string, string]>> = {
  ENOTFOUND: ["unreachable", "its host name is not known", "Check the host name in the URL."],
  EAI_AGAIN: [
    "unreachable",
    "its host name could not be looked up",
    "Check the host name and this machine's DNS.",
  ],
  ECONNREFUSED: [
    "unreachable",
    "refused the connection",
    "Check host and port in the URL, and that it is running.",
  ],
  ECONNRESET: [
    "unreachable",
    "closed the connection",
    "Check that it is running and that the URL's scheme is right.",
  ],
  EPIPE: ["unreachable", "closed the connection", "Check that it is running."],
  EHOSTUNREACH: [
    "unreachable",
    "cannot be reached",
    "Check the address in the URL and the network.",
  ],
  ENETUNREACH: [
    "unreachable",
    "cannot be reached",
    "Check the address in the URL and the network.",
  ],
  ENOENT: [
    "unreachable",
    "its socket file does not exist",
    "Check the path in the URL and that it is running.",
  ],
  EACCES: [
    "unreachable",
    "may not be opened by sofarr",
    "Give sofarr's user access to the socket file.",
  ],
  ETIMEDOUT: [
    "timeout",
    "did not accept the connection in time",
    "Check host and port in the URL, and firewalls.",
  ],
  UND_ERR_CONNECT_TIMEOUT: [
    "timeout",
    "did not accept the connection in time",
    "Check host and port in the URL, and firewalls.",
  ],
  UND_ERR_HEADERS_TIMEOUT: ["timeout", "did not answer in time", ""],
  UND_ERR_BODY_TIMEOUT: ["timeout", "stopped in the middle of its answer", ""],
  UND_ERR_SOCKET: [
    "unreachable",
    "closed the connection",
    "Check that the URL's scheme (http or https) is right.",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    "unreachable",
    "has a certificate that is not trusted",
    "Add its CA as tls.ca, or set tls.insecure for this instance.",
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "unreachable",
    "has a certificate that is not trusted",
    "Add its CA as tls.ca, or set tls.insecure for this instance.",
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "unreachable",
    "has a certificate that is not trusted",
    "Add its CA as tls.ca, or set tls.insecure for this instance.",
  ],
  CERT_HAS_EXPIRED: ["unreachable", "has an expired certificate", "Renew its certificate."],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "unreachable",
    "has a certificate for another name",
    "Use the name on the certificate in the URL.",
  ],
};

/** Turns what the socket layer threw into our family; the message names no address. */
export function connectionError(instanceId: string, error: unknown): UpstreamError {
  const code = errorCode(error);
  const known = code === null ? undefined : CONNECTION_TROUBLE[code];
  if (known === undefined) {
    const isParserTrouble = code?.startsWith("HPE_") ?? false;
    return new UpstreamError({
      instanceId,
      reason: isParserTrouble ? "bad-payload" : "unreachable",
      message: isParserTrouble
        ? "did not answer in HTTP"
        : `could not be reached${code === null ? "" : ` (${code})`}`,
      advice: isParserTrouble ? "Check the port and scheme in the URL." : null,
      cause: error,
    });
  }
  const [reason, message, advice] = known;
  return new UpstreamError({
    instanceId,
    reason,
    message,
    advice: advice === "" ? null : advice,
    cause: error,
  });
}

function errorCode(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if (at instanceof AggregateError && at.errors[0] instanceof Error) {
      const inner = errorCode(at.errors[0]);
      if (inner !== null) return inner;
    }
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return null;
}
