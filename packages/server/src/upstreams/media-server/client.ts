import { foldUserId } from "../../domain/user.ts";
import { keepUnchanged } from "../../domain/keep-unchanged.ts";
import type { Instance } from "../instance.ts";
import type { MediaServerPassThrough } from "../pass-through.ts";
import type { UpstreamCall, UpstreamResponse } from "../request.ts";
import type {
  MediaServer,
  MediaServerSignIn,
  MediaServerUser,
  Probe,
  SignInRefusal,
  UpstreamDeps,
} from "../upstream.ts";
import { OWN_DEVICE_ID, type Caller } from "./authorization.ts";
import {
  isProxySignIn,
  mediaServerBadPayload,
  mediaServerFailure,
  type Purpose,
} from "./failures.ts";
import { createMediaServerHttp, type MediaServerHttp } from "./media-server-http.ts";
import { toUser } from "./normalize.ts";
import { createMediaServerPassThrough } from "./pass-through.ts";
import { probeMediaServer } from "./probe.ts";
import { askToSignIn, type Credentials } from "./sign-in.ts";
import { parseSignIn, parseUser, parseUsers, type WireUser } from "./wire.ts";

/** Connects Emby or Jellyfin; which of the two is found out by the first call. */
export function connectMediaServer(instance: Instance, deps: UpstreamDeps): MediaServer {
  return new MediaServerClient(instance, deps);
}

class MediaServerClient implements MediaServer {
  /** Its own answers, over the same connections. */
  readonly passThrough: MediaServerPassThrough;
  readonly #instance: Instance;
  readonly #deps: UpstreamDeps;
  readonly #http: MediaServerHttp;
  #users: readonly MediaServerUser[] = [];

  constructor(instance: Instance, deps: UpstreamDeps) {
    this.#instance = instance;
    this.#deps = deps;
    this.#http = createMediaServerHttp(instance);
    this.passThrough = createMediaServerPassThrough(instance, this.#http);
  }

  async signIn(
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<MediaServerSignIn | SignInRefusal> {
    const { username, password, deviceId } = credentials;
    // The media server lets people without a password in; sofarr does not.
    if (username.trim() === "" || password === "") return "wrong-credentials";
    return await this.#attempt(async () => {
      const response = await askToSignIn(this.#http, credentials, signal);
      if (await this.#isRefusal(response, signal)) {
        return response.status === 401 ? "wrong-credentials" : "disabled-or-locked";
      }
      const signIn = parseSignIn(this.#json("sign-in", response));
      if (signIn === null) throw mediaServerBadPayload(this.#instance.id, "sign-in");
      const { accessToken } = signIn;
      if (!signIn.user.isDisabled) return { user: toUser(signIn.user), accessToken };
      await this.#revokeQuietly({ deviceId, token: accessToken }, signal);
      return "disabled-or-locked";
    });
  }

  async currentUser(
    session: { userId: string; accessToken: string; deviceId: string },
    signal: AbortSignal,
  ): Promise<MediaServerUser | null> {
    const userId = foldUserId(session.userId);
    return await this.#attempt(async () => {
      const { kind } = await this.#http.product(signal);
      const path = kind === "jellyfin" ? "/Users/Me" : `/Users/${encodeURIComponent(userId)}`;
      const caller = { deviceId: session.deviceId, token: session.accessToken };
      const response = await this.#http.send(caller, { path, signal });
      if (await this.#isRefusal(response, signal)) return null;
      const wire = parseUser(this.#json("session", response));
      if (wire === null) throw mediaServerBadPayload(this.#instance.id, "user");
      const user = toUser(wire);
      return user.isDisabled || user.id !== userId ? null : user;
    });
  }

  async signOut(
    session: { accessToken: string; deviceId: string },
    signal: AbortSignal,
  ): Promise<void> {
    const caller = { deviceId: session.deviceId, token: session.accessToken };
    await this.#attempt(() => this.#revoke(caller, signal));
  }

  async listUsers(signal: AbortSignal): Promise<readonly MediaServerUser[] | null> {
    return await this.#listUsers("api-key", signal);
  }

  async #listUsers(
    purpose: Purpose,
    signal: AbortSignal,
  ): Promise<readonly MediaServerUser[] | null> {
    const { apiKey } = this.#instance;
    if (apiKey === null) return null;
    const caller: Caller = { deviceId: OWN_DEVICE_ID, token: apiKey.reveal() };
    const users = (await this.#attempt(() => this.#readUsers(caller, purpose, signal))).map(toUser);
    this.#users = keepUnchanged(this.#users, users, (user) => user.id);
    return this.#users;
  }

  async probe(signal: AbortSignal): Promise<Probe> {
    this.#http.forget();
    const listUsers = () => this.#listUsers("examined-api-key", signal);
    return await probeMediaServer(this.#instance, this.#http, listUsers, signal);
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  /** Emby moved its list: the new place first, then the old one. */
  async #readUsers(
    caller: Caller,
    purpose: Purpose,
    signal: AbortSignal,
  ): Promise<readonly WireUser[]> {
    const { kind } = await this.#http.product(signal);
    const ask = (path: string): Promise<UpstreamResponse> =>
      this.#http.send(caller, { path, signal } satisfies UpstreamCall);
    if (kind === "emby") {
      const response = await ask("/Users/Query");
      const users = response.status === 200 ? parseUsers(response.json()) : null;
      if (users !== null) return users;
    }
    const users = parseUsers(this.#json(purpose, await ask("/Users")));
    if (users === null) throw mediaServerBadPayload(this.#instance.id, "list of users");
    return users;
  }

  /** A token that is dead already is as good as revoked. */
  async #revoke(caller: Caller, signal: AbortSignal): Promise<void> {
    const response = await this.#http.send(caller, {
      method: "POST",
      path: "/Sessions/Logout",
      signal,
    });
    const isDone = response.status >= 200 && response.status < 300;
    const isDead = response.status === 401 || response.status === 403 || response.status === 404;
    if (!isDone && !isDead) throw mediaServerFailure(this.#instance.id, "session", response);
  }

  async #revokeQuietly(caller: Caller, signal: AbortSignal): Promise<void> {
    try {
      await this.#revoke(caller, signal);
    } catch {
      this.#deps.log.debug({}, "the token of a disabled account could not be revoked");
    }
  }

  /**
   * Whether the media server itself turns somebody away. Whatever stands in its place for a while may say 401 or 403 to
   * everything: then it does not even tell which server it is, which anybody may ask.
   *
   * @throws UpstreamError when it does not.
   */
  async #isRefusal(response: UpstreamResponse, signal: AbortSignal): Promise<boolean> {
    const { status } = response;
    if ((status !== 401 && status !== 403) || isProxySignIn(response)) return false;
    this.#http.forget();
    await this.#http.product(signal);
    return true;
  }

  #json(purpose: Purpose, response: UpstreamResponse): unknown {
    if (response.status !== 200) throw mediaServerFailure(this.#instance.id, purpose, response);
    return response.json();
  }

  /** After any failure the server may be another one than before: it is looked at anew. */
  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#http.forget();
      throw error;
    }
  }
}
