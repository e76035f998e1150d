import { randomBytes } from "node:crypto";

import type { MaindataSync } from "./maindata.ts";

/** A signed-in caller. `key` is the cookie's value, or the API key that all its users share a session under. */
export interface Session {
  readonly key: string;
  readonly byApiKey: boolean;
  lastUsedAt: number;
  /** Its conversation with sync/maindata, from the first call on. */
  sync: MaindataSync | null;
  /** Calls to sync/maindata that are being answered right now. */
  openSyncs: number;
}

/** A session ends after an hour without a request. */
const SESSION_TIMEOUT_MS = 3_600_000;
const KEY_BYTES = 24;

/** The open sessions, coldest first. */
export class Sessions {
  readonly #open = new Map<string, Session>();
  readonly #now: () => number;
  readonly #cap: number | null;

  constructor(now: () => number, cap: number | null) {
    this.#now = now;
    this.#cap = cap;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Opens a session; over the cap the one that was not used for longest is dropped. */
  start(apiKey: string | null = null): Session {
    this.#dropOutdated();
    // Base64 like the real one: `+` and `/` in a cookie must survive the client.
    const key = apiKey ?? randomBytes(KEY_BYTES).toString("base64");
    const session: Session = {
      key,
      byApiKey: apiKey !== null,
      lastUsedAt: this.#now(),
      sync: null,
      openSyncs: 0,
    };
    this.#open.set(key, session);
    if (this.#cap !== null && this.#open.size > this.#cap) {
      const [coldest] = this.#open.values();
      if (coldest !== undefined) this.end(coldest);
    }
    return session;
  }

  /** The live session under this key, touched; `null` when there is none or it timed out. */
  find(key: string): Session | null {
    const session = this.#open.get(key);
    if (session === undefined) return null;
    if (this.#isOutdated(session)) {
      this.end(session);
      return null;
    }
    session.lastUsedAt = this.#now();
    this.#open.delete(key);
    this.#open.set(key, session);
    return session;
  }

  end(session: Session): void {
    session.sync?.close();
    session.sync = null;
    this.#open.delete(session.key);
  }

  endAll(): void {
    for (const session of this.#open.values()) this.end(session);
  }

  #isOutdated(session: Session): boolean {
    return !session.byApiKey && this.#now() - session.lastUsedAt > SESSION_TIMEOUT_MS;
  }

  #dropOutdated(): void {
    for (const session of this.#open.values()) if (this.#isOutdated(session)) this.end(session);
  }
}
