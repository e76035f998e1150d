import { callUrl, type Answer, type Call } from "../http-call.ts";
import type { TransmissionSimulator } from "./transmission-simulator.ts";

/** One torrent of an answer. */
export type Row = Record<string, unknown>;

/** The wire from the other side, for the simulator's own tests: signed in, and used to the 409. */
export class TransmissionCaller {
  readonly #simulator: TransmissionSimulator;
  sessionId = "";

  constructor(simulator: TransmissionSimulator) {
    this.#simulator = simulator;
  }

  /** The Authorization header for this password; the right one when none is given. */
  authorization(password = this.#simulator.credentials.password): Record<string, string> {
    const pair = `${this.#simulator.credentials.username}:${password}`;
    return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  }

  /** One call as it is, without the dance. */
  async call(path: string, call: Call = {}): Promise<Answer> {
    return await callUrl(`${this.#simulator.server.url}${path}`, call);
  }

  /** One POST to the RPC with credentials and the session id known so far. */
  async post(body: unknown): Promise<Answer> {
    return await this.call("/transmission/rpc", {
      method: "POST",
      headers: { ...this.authorization(), "x-transmission-session-id": this.sessionId },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  /** Like `post`, and once more after a 409. */
  async send(body: unknown): Promise<Answer> {
    const first = await this.post(body);
    if (first.status !== 409) return first;
    this.sessionId = String(first.headers["x-transmission-session-id"]);
    return await this.post(body);
  }

  /** A call in the classic dialect; its whole answer. */
  async classic(method: string, args: Row = {}): Promise<Classic> {
    return JSON.parse((await this.send({ method, arguments: args })).body) as Classic;
  }

  /** A call in JSON-RPC; its whole answer. */
  async jsonRpc(method: string, params: Row = {}): Promise<JsonRpc> {
    const body = { jsonrpc: "2.0", id: 7, method, params };
    return JSON.parse((await this.send(body)).body) as JsonRpc;
  }
}

/** An answer in the classic dialect, as the tests read it. */
export interface Classic {
  readonly result: string;
  readonly arguments: Row & { readonly torrents?: Row[]; readonly removed?: number[] };
  readonly tag?: number;
}

/** An answer in JSON-RPC, as the tests read it. */
export interface JsonRpc {
  readonly id: unknown;
  readonly result?: Row & { readonly torrents?: Row[]; readonly removed?: number[] };
  readonly error?: Row;
}
