import type { ServerResponse } from "node:http";

import type { SeenRequest } from "../simulator-server.ts";
import { createApi, createSync, POST_ONLY, type ApiCall } from "./api.ts";
import { nothing, Refusal, sendReply, text, type Reply } from "./reply.ts";
import { isCrossSite, isHostAccepted, type GuardSettings } from "./request-guard.ts";
import { Sessions, type Session } from "./sessions.ts";
import { BAN_TEXT, SignIn, type SignInSettings } from "./sign-in.ts";
import type { TorrentStore } from "./torrent-store.ts";
import type { Traits } from "./versions.ts";

/** Everything the WebUI needs to know; the simulator fills in the defaults. */
export interface WebUiSettings extends GuardSettings, SignInSettings {
  readonly apiKey: string | null;
  readonly bypass: boolean;
  readonly cookieName: () => string;
}

/** One request on its way to an answer. */
interface Exchange {
  readonly request: SeenRequest;
  readonly response: ServerResponse;
  /** Headers to add to the answer, whatever it will be. */
  readonly headers: Record<string, string>;
}

const API_PATH = "/api/v2/";
const ENDPOINT = /^[A-Za-z_]\w*\/[A-Za-z_]\w*$/;
const LONG_AGO = "Thu, 01-Jan-1970 00:00:00 GMT";

/**
 * The HTTP side of qBittorrent: header checks, sessions, routing, in the order of webapplication.cpp
 * (cross-site and Host, then the session, then the endpoint, then the method).
 */
export class WebUi {
  loginAttempts = 0;
  concurrentSyncs = 0;
  /** While not `null`, sync/maindata calls wait in it to be answered. */
  heldSyncs: (() => void)[] | null = null;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly #store: TorrentStore;
  readonly #traits: Traits;
  readonly #settings: WebUiSettings;
  readonly #api: ReadonlyMap<string, ApiCall>;

  constructor(store: TorrentStore, traits: Traits, settings: WebUiSettings, now: () => number) {
    this.#store = store;
    this.#traits = traits;
    this.#settings = settings;
    this.sessions = new Sessions(now, traits.sessionCap);
    this.signIn = new SignIn(settings, now);
    this.#api = createApi(store, traits, now);
  }

  async handle(request: SeenRequest, response: ServerResponse): Promise<void> {
    const headers: Record<string, string> = {};
    const reply = await this.#answer({ request, response, headers }).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    sendReply(response, this.#traits, reply, headers);
  }

  async #answer(exchange: Exchange): Promise<Reply> {
    const { request } = exchange;
    const { scheme, secret } = this.#authorization(request);
    const isBearer = scheme === "bearer";
    const checksSite = this.#settings.csrfProtection && !isBearer;
    if (checksSite && isCrossSite(request, this.#traits)) throw new Refusal(401);
    if (this.#settings.hostValidation && !isHostAccepted(request, this.#settings))
      throw new Refusal(401);

    const session = isBearer
      ? this.#apiKeySession(secret)
      : (this.#cookieSession(request) ?? this.#newSession(scheme, secret, exchange));
    if (!request.path.startsWith(API_PATH)) {
      if (isBearer || request.path !== "/") throw new Refusal(404);
      return text("qBittorrent WebUI");
    }
    const endpoint = request.path.slice(API_PATH.length);
    if (isBearer && endpoint.startsWith("auth/")) throw new Refusal(403);
    if (!ENDPOINT.test(endpoint)) throw new Refusal(404);
    if (session === null && endpoint !== "auth/login") throw new Refusal(403);
    return await this.#call(endpoint, session, exchange);
  }

  async #call(endpoint: string, session: Session | null, exchange: Exchange): Promise<Reply> {
    const { request } = exchange;
    const call = this.#api.get(endpoint);
    const isKnown = call !== undefined || endpoint.startsWith("auth/log");
    if (!isKnown && endpoint !== "sync/maindata") throw new Refusal(404);
    if (!isMethodAllowed(request.method, endpoint)) throw new Refusal(405);

    const params = paramsOf(request);
    if (endpoint === "auth/login") return this.#login(params, session, exchange);
    if (session === null) throw new Refusal(403);
    if (endpoint === "auth/logout") return this.#logout(session, exchange);
    if (endpoint === "sync/maindata") {
      return await this.#maindata(session, Number(params.get("rid")) || 0, exchange);
    }
    if (call === undefined) throw new Refusal(404);
    return call(params);
  }

  /** A live session makes any password right, as in qBittorrent. */
  #login(params: URLSearchParams, session: Session | null, exchange: Exchange): Reply {
    this.loginAttempts += 1;
    const byStatus = this.#traits.login === "statuses";
    const success = byStatus ? nothing : text("Ok.");
    if (session !== null) return success;
    const username = params.get("username") ?? "";
    const outcome = this.signIn.try(username, params.get("password") ?? "");
    if (outcome === "banned") throw new Refusal(403, BAN_TEXT);
    if (outcome === "wrong" && byStatus) throw new Refusal(401);
    if (outcome === "wrong") return text("Fails.");
    this.#giveCookie(this.sessions.start(), exchange);
    return success;
  }

  #logout(session: Session, { headers }: Exchange): Reply {
    this.sessions.end(session);
    headers["set-cookie"] = `${this.#settings.cookieName()}=; expires=${LONG_AGO}; path=/`;
    return nothing;
  }

  /** Answers after the current round of events, so that two calls sent together are seen as such. */
  async #maindata(session: Session, rid: number, { response }: Exchange): Promise<Reply> {
    if (session.openSyncs > 0) this.concurrentSyncs += 1;
    session.openSyncs += 1;
    response.once("close", () => {
      session.openSyncs -= 1;
    });
    await new Promise<void>((resolve) => {
      if (this.heldSyncs === null) setImmediate(resolve);
      else this.heldSyncs.push(resolve);
    });
    session.sync ??= createSync(this.#store, this.#traits);
    return { kind: "json", body: session.sync.answer(rid) };
  }

  /** The scheme in lower case and what follows it; nothing on releases that do not read the header. */
  #authorization(request: SeenRequest): { scheme: string; secret: string } {
    const header = this.#traits.readsAuthorization ? request.headers.authorization : undefined;
    const parts = /^(\S+)\s+(.+)$/s.exec(header ?? "");
    return { scheme: parts?.[1]?.toLowerCase() ?? "", secret: parts?.[2] ?? "" };
  }

  /** Everyone with the API key shares one session, and so one conversation with sync/maindata. */
  #apiKeySession(key: string): Session | null {
    if (key !== this.#settings.apiKey) return null;
    return this.sessions.find(key) ?? this.sessions.start(key);
  }

  #cookieSession(request: SeenRequest): Session | null {
    const name = this.#settings.cookieName();
    for (const pair of (request.headers.cookie ?? "").split(";")) {
      const at = pair.indexOf("=");
      if (pair.slice(0, at).trim() === name) return this.sessions.find(pair.slice(at + 1).trim());
    }
    return null;
  }

  /** Without a session: one is opened for bypassed addresses and (5.2 and later) for Basic credentials. */
  #newSession(scheme: string, secret: string, exchange: Exchange): Session | null {
    if (!this.#settings.bypass) {
      if (scheme !== "basic") return null;
      this.loginAttempts += 1;
      const [username = "", ...rest] = Buffer.from(secret, "base64").toString("utf8").split(":");
      const outcome = this.signIn.try(username, rest.join(":"));
      if (outcome === "banned") throw new Refusal(403, BAN_TEXT);
      if (outcome === "wrong") throw new Refusal(401);
    }
    const session = this.sessions.start();
    this.#giveCookie(session, exchange);
    return session;
  }

  #giveCookie(session: Session, { headers }: Exchange): void {
    headers["set-cookie"] =
      `${this.#settings.cookieName()}=${session.key}; HttpOnly; SameSite=${this.#traits.sameSite}; path=/`;
  }
}

function isMethodAllowed(method: string, endpoint: string): boolean {
  return method === "POST" || (method === "GET" && !POST_ONLY.has(endpoint));
}

/** A GET's query or a POST's form; the other one is not looked at. */
function paramsOf(request: SeenRequest): URLSearchParams {
  if (request.method === "GET") return request.query;
  const type = request.headers["content-type"] ?? "";
  const isForm = type.toLowerCase().startsWith("application/x-www-form-urlencoded");
  return new URLSearchParams(isForm ? request.body : "");
}
