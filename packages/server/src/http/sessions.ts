import { randomUUID } from "node:crypto";

import { hasPassed } from "../domain/has-passed.ts";
import type { Viewer } from "../domain/user.ts";
import type { Clock } from "../engine/clock.ts";
import type { Session, SessionStore } from "../store/session-store.ts";
import type { UserStore } from "../store/user-store.ts";
import { limitTime } from "../time-limit.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { MediaServer, SignInRefusal } from "../upstreams/upstream.ts";

export interface SessionsOptions {
  readonly store: SessionStore;
  readonly users: UserStore;
  /** `null` while EMBY_URL is not set. */
  readonly mediaServer: MediaServer | null;
  readonly clock: Clock;
  /** Somebody was added to or renamed in the remembered users. */
  readonly onUsersChanged: () => void;
  /** The media server could not be asked: whoever else reads it should look as well. */
  readonly onMediaServerTrouble: () => void;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

/** Rights are asked for again after this long, in the background while a stream is open. */
const RECHECK_AFTER_MS = 2 * 60_000;
/** After a check that got no answer none is made for this long, and nobody waits for the next one. */
const ASK_AGAIN_AFTER_MS = 30_000;
/** While the media server is away the last known rights hold, but not for ever. */
const TRUSTED_UNCHECKED_FOR_MS = 12 * 60 * 60_000;
const SIGN_IN_DEADLINE_MS = 15_000;
const RECHECK_DEADLINE_MS = 5_000;
const SIGN_OUT_DEADLINE_MS = 3_000;
const WATCH_EVERY_MS = 30_000;

/** Why somebody's open streams are closed. */
export type SessionEnd = "signed-out" | "rights-changed";

/** Signing in and out, and finding out that somebody's rights are not what they were. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #checks = new Map<string, Promise<Session | null>>();
  readonly #watchers = new Map<string, Set<(end: SessionEnd) => void>>();
  #cancelTimer: (() => void) | null = null;
  /** When a check got no answer; `null` while checks are answered. */
  #unansweredAt: number | null = null;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Looks after the sessions of open streams until `stop()`. */
  start(): void {
    const { clock, store } = this.#options;
    this.#cancelTimer = clock.after(WATCH_EVERY_MS, () => {
      store.removeExpired(clock.now());
      for (const id of this.#watchers.keys()) void this.#keepAlive(id);
      this.start();
    });
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  /**
   * Signs in at the media server. Each browser session gets a device id of its own, since the media server revokes
   * the earlier token of a device that signs in again.
   *
   * @throws UpstreamError when the media server cannot be asked.
   */
  async signIn(
    username: string,
    password: string,
    isRemembered: boolean,
  ): Promise<Session | SignInRefusal> {
    const { mediaServer, store, clock, log } = this.#options;
    if (mediaServer === null) {
      throw new UpstreamError({
        instanceId: "media-server",
        reason: "unreachable",
        message: "is not configured",
        advice: "Set EMBY_URL.",
      });
    }
    const deviceId = `sofarr-${randomUUID()}`;
    const answer = await this.#ask(SIGN_IN_DEADLINE_MS, (signal) =>
      mediaServer.signIn({ username, password, deviceId }, signal),
    );
    if (typeof answer === "string") {
      log.info({ outcome: answer }, "sign-in refused");
      return answer;
    }
    const { user, accessToken } = answer;
    const viewer: Viewer = { id: user.id, name: user.name, isAdmin: user.isAdmin };
    const session = store.create({ viewer, deviceId, accessToken, isRemembered }, clock.now());
    this.#remember(viewer);
    log.info({ userId: viewer.id, isAdmin: viewer.isAdmin }, "signed in");
    return session;
  }

  /** The live session of a cookie, its rights confirmed lately; `null` when it is over. */
  async find(id: string): Promise<Session | null> {
    const session = this.#options.store.find(id, this.#options.clock.now());
    return session === null ? null : await this.#recheck(session);
  }

  /** Ends a session here and at the media server; its open streams are closed. */
  async signOut(session: Session): Promise<void> {
    const { store, mediaServer, log } = this.#options;
    store.remove(session.id);
    this.#end(session.id, "signed-out");
    const limit = limitTime(SIGN_OUT_DEADLINE_MS);
    try {
      await mediaServer?.signOut(session, limit.signal);
    } catch (error) {
      // The session is over here; a token that cannot be revoked now dies with the media server's own rules.
      log.warn(
        { reason: error instanceof UpstreamError ? error.reason : "unknown" },
        "token not revoked at sign-out",
      );
    } finally {
      limit.end();
    }
  }

  /**
   * Calls `onEnd` when the session ends or its rights change, before it returns if that has happened since the session was
   * looked up; the returned function takes it back.
   */
  watch({ id, viewer }: Session, onEnd: (end: SessionEnd) => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(onEnd));
    const current = this.#options.store.find(id, this.#options.clock.now());
    if (current === null) onEnd("signed-out");
    else if (hasOtherRights(current.viewer, viewer)) onEnd("rights-changed");
    return () => {
      watchers.delete(onEnd);
      if (watchers.size === 0) this.#watchers.delete(id);
    };
  }

  async #keepAlive(id: string): Promise<void> {
    const session = this.#options.store.find(id, this.#options.clock.now());
    if (session === null || (await this.#recheck(session)) === null) this.#end(id, "signed-out");
  }

  async #recheck(session: Session): Promise<Session | null> {
    const now = this.#options.clock.now();
    if (!hasPassed(RECHECK_AFTER_MS, session.checkedAt, now)) return session;
    const unansweredAt = this.#unansweredAt;
    if (unansweredAt !== null && !hasPassed(ASK_AGAIN_AFTER_MS, unansweredAt, now)) {
      return this.#unchecked(session);
    }
    let check = this.#checks.get(session.id);
    if (check === undefined) {
      check = this.#check(session).finally(() => this.#checks.delete(session.id));
      this.#checks.set(session.id, check);
    }
    return unansweredAt === null ? await check : this.#unchecked(session);
  }

  /** A session while the media server is away. */
  #unchecked(session: Session): Session | null {
    const age = this.#options.clock.now() - session.checkedAt;
    return age < TRUSTED_UNCHECKED_FOR_MS ? session : null;
  }

  /** @throws UpstreamError when the media server gives no answer, or none before the deadline. */
  async #ask<T>(deadlineMs: number, question: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = limitTime(deadlineMs);
    try {
      return await question(limit.signal);
    } catch (error) {
      this.#options.onMediaServerTrouble();
      if (error instanceof UpstreamError || !limit.isOver) throw error;
      throw new UpstreamError({
        instanceId: "media-server",
        reason: "timeout",
        message: "did not answer in time",
        cause: error,
      });
    } finally {
      limit.end();
    }
  }

  async #check(session: Session): Promise<Session | null> {
    const { mediaServer, store, clock, log } = this.#options;
    if (mediaServer === null) return null;
    try {
      const { accessToken, deviceId, viewer: known } = session;
      const user = await this.#ask(RECHECK_DEADLINE_MS, (signal) =>
        mediaServer.currentUser({ userId: known.id, accessToken, deviceId }, signal),
      );
      this.#unansweredAt = null;
      if (user === null || user.isDisabled) {
        log.info(
          { userId: session.viewer.id },
          "session ended: the media server does not accept it any more",
        );
        store.remove(session.id);
        this.#end(session.id, "signed-out");
        return null;
      }
      const viewer: Viewer = { id: session.viewer.id, name: user.name, isAdmin: user.isAdmin };
      store.confirm(session.id, viewer, clock.now());
      this.#remember(viewer);
      if (hasOtherRights(viewer, session.viewer)) this.#end(session.id, "rights-changed");
      return { ...session, viewer, checkedAt: clock.now() };
    } catch {
      // Only checks of live sessions decide this: nobody outside can make them rarer by odd attempts to sign in.
      this.#unansweredAt = clock.now();
      return this.#unchecked(session);
    }
  }

  #remember(viewer: Viewer): void {
    if (this.#options.users.remember(viewer, this.#options.clock.now()))
      this.#options.onUsersChanged();
  }

  #end(id: string, end: SessionEnd): void {
    for (const onEnd of this.#watchers.get(id) ?? []) onEnd(end);
  }
}

function hasOtherRights(now: Viewer, before: Viewer): boolean {
  return now.isAdmin !== before.isAdmin || now.name !== before.name;
}
