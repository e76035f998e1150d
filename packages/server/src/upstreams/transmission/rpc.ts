import type { Instance } from "../instance.ts";
import { plainMessage } from "../plain-text.ts";
import { createTransport, type Transport, type UpstreamResponse } from "../request.ts";
import {
  decodeAnswer,
  dialectOf,
  encodeRequest,
  type Dialect,
  type RpcRequest,
} from "./dialects.ts";
import {
  addressNotAllowed,
  callFailed,
  hostNotAllowed,
  noSession,
  unexpectedStatus,
  unusable,
  wrongCredentials,
} from "./failures.ts";

const SESSION_HEADER = "x-transmission-session-id";
const VERSION_HEADER = "x-transmission-rpc-version";
const MAX_ERROR_CHARACTERS = 200;

/**
 * Where the RPC is, given the instance's URL: that of the daemon, of its RPC, or of its web page. The path is
 * `rpc-url` plus `rpc`, and a slash too many is already a 404. Source: libtransmission/rpc-server.cc.
 */
export function rpcPathOf(url: string): string {
  const path = new URL(url).pathname.replace(/\/+$/, "");
  if (path.endsWith("/rpc")) return path;
  if (path.endsWith("/web")) return path.replace(/web$/, "rpc");
  return path.endsWith("/transmission") ? `${path}/rpc` : `${path}/transmission/rpc`;
}

/**
 * Calls to one daemon: its session id (which guards against cross-site calls and is no sign-in), Basic
 * authentication on each call, and the newest dialect it speaks.
 */
export class Rpc {
  readonly #instance: Instance;
  readonly #transport: Transport;
  readonly #path: string;
  readonly #authorization: string | null;
  #sessionId: string | null = null;
  #dialect: Dialect = "classic";

  constructor(instance: Instance) {
    this.#instance = instance;
    this.#transport = createTransport({ ...instance, url: new URL(instance.url).origin });
    this.#path = rpcPathOf(instance.url);
    this.#authorization = authorizationOf(instance);
  }

  /** Another one after a restart, and every hour. */
  get sessionId(): string | null {
    return this.#sessionId;
  }

  /**
   * @returns the result, whichever dialect it came in.
   * @throws UpstreamError; wrong credentials are shown once.
   */
  async call(request: RpcRequest, signal: AbortSignal): Promise<Record<string, unknown>> {
    let answer = await this.#post(request, signal);
    if (answer.status === 409) {
      this.#learn(answer);
      answer = await this.#post(request, signal);
    }
    this.#expectOk(answer);
    const { id } = this.#instance;
    const decoded = decodeAnswer(answer.json());
    if (decoded === null) throw unusable(id, request);
    if ("error" in decoded) {
      throw callFailed(id, request, plainMessage(decoded.error).slice(0, MAX_ERROR_CHARACTERS));
    }
    return decoded.result;
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #post(request: RpcRequest, signal: AbortSignal): Promise<UpstreamResponse> {
    return this.#transport.send({
      method: "POST",
      path: this.#path,
      headers: {
        "content-type": "application/json",
        ...(this.#authorization === null ? {} : { authorization: this.#authorization }),
        ...(this.#sessionId === null ? {} : { [SESSION_HEADER]: this.#sessionId }),
      },
      body: encodeRequest(request, this.#dialect),
      signal,
    });
  }

  #learn(answer: UpstreamResponse): void {
    const sessionId = answer.header(SESSION_HEADER);
    if (sessionId === null) throw noSession(this.#instance.id, answer.status);
    this.#sessionId = sessionId;
    this.#dialect = dialectOf(answer.header(VERSION_HEADER));
  }

  #expectOk({ status }: UpstreamResponse): void {
    const { id } = this.#instance;
    if (status === 200) return;
    if (status === 401) throw wrongCredentials(id, status, this.#authorization !== null);
    if (status === 403) throw addressNotAllowed(id, status);
    if (status === 409) throw noSession(id, status);
    if (status === 421) throw hostNotAllowed(id, status);
    throw unexpectedStatus(id, status);
  }
}

function authorizationOf({ username, password }: Instance): string | null {
  if (username === null && password === null) return null;
  const pair = `${username ?? ""}:${password?.reveal() ?? ""}`;
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}
