import { createHash } from "node:crypto";

import type { ClientIdentity } from "./client-header.ts";

/** How many wrong passwords 0 stands for in `loginAttemptsBeforeLockout`. */
const DEFAULT_LOCKOUT_ATTEMPTS = 3;
const NO_LOCKOUT = -1;

/** An account as the controls see it. */
export interface MediaUser {
  /** 32 hex digits. */
  readonly id: string;
  name: string;
  password: string;
  isAdmin: boolean;
  isDisabled: boolean;
  isHidden: boolean;
  hasImage: boolean;
  /** Wrong passwords that disable the account; -1 never, 0 means three. */
  loginAttemptsBeforeLockout: number;
  failedAttempts: number;
  isLockedOut: boolean;
  lastLoginAt: number | null;
}

/** One living token: one person on one device. */
export interface MediaSession {
  readonly id: string;
  readonly token: string;
  readonly user: MediaUser;
  readonly identity: ClientIdentity;
  readonly startedAt: number;
}

/** One try to sign in, as it was answered. */
export interface SignInAttempt {
  readonly username: string;
  readonly deviceId: string;
  readonly status: number;
}

export type UserInput = Partial<Omit<MediaUser, "id">> & { readonly name: string };

/** The accounts and tokens of one simulated media server. */
export class AccountBook {
  readonly users: MediaUser[] = [];
  sessions: MediaSession[] = [];
  readonly #now: () => number;
  readonly #salt: string;
  #lastId = 0;

  constructor(now: () => number, salt: string) {
    this.#now = now;
    this.#salt = salt;
  }

  addUser(input: UserInput): MediaUser {
    const user: MediaUser = {
      id: this.#makeId("user"),
      password: "",
      isAdmin: false,
      isDisabled: false,
      isHidden: false,
      hasImage: false,
      loginAttemptsBeforeLockout: NO_LOCKOUT,
      failedAttempts: 0,
      isLockedOut: false,
      lastLoginAt: null,
      ...input,
    };
    this.users.push(user);
    return user;
  }

  /** @param id with or without dashes, in any case. */
  userById(id: string): MediaUser | undefined {
    const wanted = id.toLowerCase().replaceAll("-", "");
    return this.users.find((user) => user.id === wanted);
  }

  /** Names are matched without case. */
  userByName(name: string): MediaUser | undefined {
    return this.users.find((user) => user.name.toLowerCase() === name.toLowerCase());
  }

  /** Counts a wrong password; the one that reaches the limit disables the account. */
  countFailure(user: MediaUser): void {
    user.failedAttempts += 1;
    const limit = user.loginAttemptsBeforeLockout;
    if (limit === NO_LOCKOUT) return;
    if (user.failedAttempts < (limit === 0 ? DEFAULT_LOCKOUT_ATTEMPTS : limit)) return;
    user.isDisabled = true;
    user.isLockedOut = true;
  }

  /** A new token. The earlier one of the same person on the same device is dead from now on. */
  openSession(user: MediaUser, identity: ClientIdentity): MediaSession {
    this.sessions = this.sessions.filter(
      (session) => session.user !== user || session.identity.deviceId !== identity.deviceId,
    );
    user.failedAttempts = 0;
    user.lastLoginAt = this.#now();
    const session = {
      id: this.#makeId("session"),
      token: this.#makeId("token"),
      user,
      identity,
      startedAt: this.#now(),
    };
    this.sessions.push(session);
    return session;
  }

  /** 32 hex digits, other ones each time. */
  #makeId(of: string): string {
    this.#lastId += 1;
    return createHash("md5").update(`${this.#salt} ${of} ${this.#lastId}`).digest("hex");
  }
}
