import type { Instance } from "../instance.ts";
import type { Transport, UpstreamCall, UpstreamResponse } from "../request.ts";
import {
  banned,
  hostNotAllowed,
  noCredentials,
  proxyWantsLogin,
  sessionNotKept,
  unexpectedStatus,
  unusable,
  wrongApiKey,
  wrongPassword,
} from "./failures.ts";

/** Private to a session, small, and answered by every version since 4.1. */
export const VERSION_PATH = "/api/v2/app/version";
const LOGIN_PATH = "/api/v2/auth/login";
const LOGOUT_PATH = "/api/v2/auth/logout";

/** Nobody waits for a goodbye. */
const LOGOUT_DEADLINE_MS = 2_000;

/** One read; the session adds what proves who we are. */
export type SessionRead = Pick<UpstreamCall, "path" | "query" | "signal" | "deadlineMs">;

/**
 * Our one conversation with a qBittorrent: signs in when needed, keeps the session from call to call, and says
 * apart why it is not let in. Sends no Origin and no Referer, whose absence is what passes the Web UI's CSRF check.
 */
export class Session {
  readonly #instance: Instance;
  readonly #transport: Transport;
  readonly #cookies = new Map<string, string>();
  #isSignedIn = false;
  #generation = 0;

  constructor(instance: Instance, transport: Transport) {
    this.#instance = instance;
    this.#transport = transport;
  }

  /** Another number after each sign-in: what the server keeps per session is then gone. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Reads with a valid session: a missing or expired one (403) is renewed once.
   *
   * @throws UpstreamError for everything but a 2xx answer.
   */
  async get(read: SessionRead): Promise<UpstreamResponse> {
    const isFresh = await this.#open(read.signal);
    let answer = await this.send(read);
    if (answer.status === 403 && this.#canSignIn() && !isFresh) {
      await this.#signIn(read.signal);
      answer = await this.send(read);
    }
    if (answer.status === 403) throw this.#notLetIn(answer.status);
    return this.expectOk(answer);
  }

  /** Sends as we are, without signing in and without judging the answer. */
  async send(call: UpstreamCall): Promise<UpstreamResponse> {
    const { apiKey } = this.#instance;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await this.#transport.send({
      ...call,
      headers: {
        ...call.headers,
        ...(cookie === "" ? {} : { cookie }),
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey.reveal()}` }),
      },
    });
    this.#keepCookies(answer);
    return answer;
  }

  /** Ends this session and no other; never throws. */
  async end(): Promise<void> {
    if (this.#cookies.size === 0) return;
    const signal = AbortSignal.timeout(LOGOUT_DEADLINE_MS);
    await this.send({ method: "POST", path: LOGOUT_PATH, signal }).catch(() => null);
    this.#cookies.clear();
    this.#isSignedIn = false;
  }

  #canSignIn(): boolean {
    return this.#instance.apiKey === null && this.#instance.username !== null;
  }

  /** @returns whether a new session was opened for this read. */
  async #open(signal: AbortSignal): Promise<boolean> {
    if (this.#isSignedIn || !this.#canSignIn()) return false;
    await this.#signIn(signal);
    return true;
  }

  /** Up to 5.1 the body tells (`Ok.` or `Fails.`), from 5.2 on the status (204 or 401). */
  async #signIn(signal: AbortSignal): Promise<void> {
    const { id, username, password } = this.#instance;
    // With a live session every password is right, so none is shown.
    this.#cookies.clear();
    this.#isSignedIn = false;
    const answer = await this.send({
      method: "POST",
      path: LOGIN_PATH,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        username: username ?? "",
        password: password?.reveal() ?? "",
      }).toString(),
      signal,
    });
    const word = answer.status === 200 ? answer.text().trim() : null;
    if (answer.status === 403) throw banned(id, answer.status);
    if (word === "Fails.") throw wrongPassword(id, answer.status);
    if (answer.status === 401) throw await this.#judgeUnauthorized(answer, signal);
    if (answer.status !== 204 && word !== "Ok.") {
      this.expectOk(answer);
      throw unusable(id, "the login", answer.status);
    }
    this.#isSignedIn = true;
    this.#generation += 1;
  }

  /**
   * 401 to a login is a wrong password (5.2 and newer) or the host check. A read without a session tells them
   * apart: only the host check gives it a 401 too. It is no login, so it does not count towards a ban.
   */
  async #judgeUnauthorized(login: UpstreamResponse, signal: AbortSignal): Promise<Error> {
    const { id } = this.#instance;
    if (isChallenge(login)) return proxyWantsLogin(id, login.status);
    const answer = await this.send({ path: VERSION_PATH, signal });
    return answer.status === 401 ? hostNotAllowed(id, 401) : wrongPassword(id, 401);
  }

  #notLetIn(status: number): Error {
    const { id, apiKey, username } = this.#instance;
    this.#cookies.clear();
    this.#isSignedIn = false;
    if (apiKey !== null) return wrongApiKey(id, status);
    return username === null ? noCredentials(id, status) : sessionNotKept(id, status);
  }

  /** @throws UpstreamError for everything but a 2xx answer. */
  expectOk(answer: UpstreamResponse): UpstreamResponse {
    const { id } = this.#instance;
    if (isChallenge(answer)) throw proxyWantsLogin(id, answer.status);
    if (answer.status === 401) throw hostNotAllowed(id, answer.status);
    if (answer.status < 200 || answer.status >= 300) throw unexpectedStatus(id, answer.status);
    return answer;
  }

  /**
   * Keeps whatever is set: the name is `SID`, `QBT_SID_<port>` or the admin's own, and the proxy may have one.
   * Where no login is needed each call without a cookie opens a new session, so a read may set it too.
   */
  #keepCookies(answer: UpstreamResponse): void {
    const header = answer.headers["set-cookie"] ?? [];
    for (const line of Array.isArray(header) ? header : [header]) {
      const pair = line.split(";", 1)[0] ?? "";
      const at = pair.indexOf("=");
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      if (at < 1 || name === "") continue;
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

function isChallenge(answer: UpstreamResponse): boolean {
  return answer.status === 401 && answer.header("www-authenticate") !== null;
}
