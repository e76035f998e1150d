import { randomInt } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { send, type SeenRequest } from "../simulator-server.ts";
import type { Traits } from "./versions.ts";

/** How the RPC server treats callers; the simulator fills in the defaults. */
export interface RpcServerSettings {
  /** `null`: no password needed. */
  readonly login: { readonly username: string; readonly password: string } | null;
  /** Failures until everything is refused; `null` as by default: never. */
  readonly bruteForceLimit: number | null;
  /** Addresses that may call, `*` and `?` as wildcards; `null` for all. */
  readonly addressWhitelist: readonly string[] | null;
  /** Names that may be in `Host` besides addresses and localhost; `null` for all. */
  readonly hostWhitelist: readonly string[] | null;
  /** Treats every Host as unlisted, since tests on loopback hardly come under a name. */
  readonly refusesHost: boolean;
  /** Ends with a slash; `rpc` follows. */
  readonly basePath: string;
}

const REASONS = {
  200: "OK",
  301: "Moved Permanently",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  421: "Misdirected Request",
} as const;
type Status = keyof typeof REASONS;

const SESSION_ID_LIFETIME_MS = 3_600_000;
const SESSION_ID_LENGTH = 48;
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The gates in front of the RPC, in the order of rpc-server.cc; words around the headlines are ours. */
export class RpcServer {
  /** Answers 401 so far. */
  refusedLogins = 0;
  readonly #traits: Traits;
  readonly #settings: RpcServerSettings;
  readonly #now: () => number;
  readonly #answer: (body: string) => unknown;
  #failuresInARow = 0;
  #sessionId = makeSessionId();
  #sessionIdSince: number;

  constructor(
    traits: Traits,
    settings: RpcServerSettings,
    now: () => number,
    answer: (body: string) => unknown,
  ) {
    this.#traits = traits;
    this.#settings = settings;
    this.#now = now;
    this.#answer = answer;
    this.#sessionIdSince = now();
  }

  /** The present session id; a new one every hour. */
  get sessionId(): string {
    if (this.#now() - this.#sessionIdSince >= SESSION_ID_LIFETIME_MS) this.rotateSessionId();
    return this.#sessionId;
  }

  rotateSessionId(): void {
    this.#sessionId = makeSessionId();
    this.#sessionIdSince = this.#now();
  }

  restart(): void {
    this.rotateSessionId();
    this.#failuresInARow = 0;
  }

  handle(request: SeenRequest, response: ServerResponse, raw: IncomingMessage): void {
    const { bruteForceLimit, basePath } = this.#settings;
    if (bruteForceLimit !== null && this.#failuresInARow >= bruteForceLimit) {
      this.#refuse(response, 403, "Too many failed logins; only a restart helps.");
    } else if (!this.#isAddressAllowed(raw.socket.remoteAddress ?? "")) {
      this.#refuse(response, 403, "This address is not on the list.");
    } else if (!this.#isLoginRight(request)) {
      this.#refuseLogin(response);
    } else {
      this.#failuresInARow = 0;
      if (!request.path.startsWith(basePath) || request.path === `${basePath}web`)
        this.#refuse(response, 301, "", { location: `${basePath}web/` });
      else if (request.path.startsWith(`${basePath}web/`))
        this.#refuse(response, 200, "Web client");
      else if (!this.#isHostAllowed(request.headers.host ?? ""))
        this.#refuse(response, 421, "This host name is not on the list.");
      else if (request.path !== `${basePath}rpc`) this.#refuse(response, 404, request.path);
      else this.#handleRpc(request, response);
    }
  }

  #handleRpc(request: SeenRequest, response: ServerResponse): void {
    if (request.headers["x-transmission-session-id"] !== this.sessionId) {
      const { semver } = this.#traits;
      const version: Record<string, string> =
        this.#traits.speaksJsonRpc && semver !== null
          ? { "x-transmission-rpc-version": semver }
          : {};
      this.#refuse(
        response,
        409,
        `<p>Send the session id along.</p><p><code>X-Transmission-Session-Id: ${this.sessionId}</code></p>`,
        { "x-transmission-session-id": this.sessionId, ...version },
      );
      return;
    }
    if (request.method !== "POST") {
      this.#refuse(response, 405, "");
      return;
    }
    const answer = this.#answer(request.body);
    const headers = { server: "Transmission", ...this.#traits.commonHeaders };
    if (answer === null) response.writeHead(204, headers).end();
    else {
      send(response, 200, JSON.stringify(answer), {
        ...headers,
        "content-type": "application/json; charset=UTF-8",
      });
    }
  }

  #refuseLogin(response: ServerResponse): void {
    this.refusedLogins += 1;
    this.#failuresInARow += 1;
    const aloud = `<p>Unauthorized User. ${this.#failuresInARow} unsuccessful login attempts.</p>`;
    this.#refuse(response, 401, this.#traits.countsFailuresAloud ? aloud : "", {
      "www-authenticate": 'Basic realm="Transmission"',
    });
  }

  #refuse(
    response: ServerResponse,
    status: Status,
    words: string,
    headers: Record<string, string> = {},
  ): void {
    send(response, status, `<h1>${status}: ${REASONS[status]}</h1>${words}`, {
      server: "Transmission",
      ...this.#traits.commonHeaders,
      "content-type": "text/html; charset=ISO-8859-1",
      ...headers,
    });
  }

  #isLoginRight(request: SeenRequest): boolean {
    const { login } = this.#settings;
    if (login === null) return true;
    const [scheme = "", encoded = ""] = (request.headers.authorization ?? "").split(" ");
    if (scheme.toLowerCase() !== "basic") return false;
    const [username = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    return username === login.username && rest.join(":") === login.password;
  }

  #isAddressAllowed(address: string): boolean {
    const { addressWhitelist } = this.#settings;
    if (addressWhitelist === null) return true;
    const plain = address.replace(/^::ffff:/, "");
    return addressWhitelist.some((pattern) => matches(plain, pattern));
  }

  /** With a password any name is fine: a rebound browser would not know it. */
  #isHostAllowed(header: string): boolean {
    const { login, hostWhitelist, refusesHost } = this.#settings;
    if (refusesHost) return false;
    if (login !== null || hostWhitelist === null) return true;
    const host = header.replace(/:\d+$/, "");
    if (/^[\d.]+$/.test(host) || host.startsWith("[")) return true;
    if (host === "localhost" || host === "localhost.") return true;
    return hostWhitelist.some((pattern) => matches(host, pattern));
  }
}

function makeSessionId(): string {
  return Array.from({ length: SESSION_ID_LENGTH }, () =>
    ALPHABET.charAt(randomInt(ALPHABET.length)),
  ).join("");
}

function matches(text: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(text);
}
