import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { SimulatorServer, type SeenRequest } from "../simulator-server.ts";
import {
  AccountBook,
  type MediaSession,
  type MediaUser,
  type SignInAttempt,
  type UserInput,
} from "./account-book.ts";
import { answerMediaServer, type MediaServerWorld } from "./media-server-routes.ts";
import { featuresOf, type MediaServerKind } from "./media-server-version.ts";

/** How to make one; everything may be left out. */
export interface MediaServerOptions {
  /** Jellyfin by default. */
  readonly kind?: MediaServerKind;
  /** e.g. "10.8.13", "12.0.0", "4.8.11"; the newest known by default. */
  readonly version?: string;
  readonly serverName?: string;
  /** The admin's API key. */
  readonly apiKey?: string;
  /** Jellyfin's "Base URL": a sub-path with a leading slash. */
  readonly basePath?: string;
  /** Whether a Jellyfin 10.11 still takes the old headers (its default). */
  readonly allowsLegacyHeaders?: boolean;
  readonly now?: () => number;
  /** Accounts to begin with; others by `addUser`. */
  readonly users?: readonly UserInput[];
}

const NEWEST: Readonly<Record<MediaServerKind, string>> = { jellyfin: "12.0.0", emby: "4.9.0" };

/** A Jellyfin or an Emby on loopback: sign-in, accounts, sessions, and the ways each version refuses. */
export class MediaServerSimulator {
  readonly kind: MediaServerKind;
  readonly version: string;
  readonly apiKey: string;
  readonly server: SimulatorServer;
  /** While set, everything is answered with 503, as during start-up and migrations. */
  starting = false;
  /** How long checking the password of a name it knows takes; one it does not know is refused at once. */
  passwordCheckMs = 0;
  readonly #basePath: string;
  readonly #book: AccountBook;
  readonly #attempts: SignInAttempt[] = [];

  constructor(options: MediaServerOptions) {
    const { kind = "jellyfin" } = options;
    const serverName = options.serverName ?? (kind === "jellyfin" ? "Jellyfin" : "Emby");
    this.kind = kind;
    this.version = options.version ?? NEWEST[kind];
    this.apiKey = options.apiKey ?? `${kind}-simulator-key`;
    this.#basePath = options.basePath ?? "";
    this.#book = new AccountBook(options.now ?? Date.now, serverName);
    for (const user of options.users ?? []) this.#book.addUser(user);
    const features = featuresOf(kind, this.version, options.allowsLegacyHeaders ?? true);
    const serverId = createHash("md5").update(serverName).digest("hex");
    this.server = new SimulatorServer(async (request, response) => {
      if (this.passwordCheckMs > 0 && this.#knowsName(request)) await sleep(this.passwordCheckMs);
      const { productName } = features;
      const { url, version } = this;
      const world: MediaServerWorld = {
        facts: { kind, version, productName, serverName, serverId, url },
        features,
        book: this.#book,
        apiKeys: [this.apiKey],
        basePath: this.#basePath,
        isStarting: this.starting,
        attempts: this.#attempts,
      };
      answerMediaServer(world, request, response);
    });
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** What sofarr is configured with, base path included. */
  get url(): string {
    return this.server.url + this.#basePath;
  }

  /** An account; by default a plain member without a password. */
  addUser(input: UserInput): MediaUser {
    return this.#book.addUser(input);
  }

  users(): readonly MediaUser[] {
    return this.#book.users;
  }

  /** Changes rights at run time. Living tokens stay; a disabled person's are refused. */
  setPolicy(
    userId: string,
    change: Partial<Pick<MediaUser, "isAdmin" | "isDisabled" | "isHidden">>,
  ): void {
    Object.assign(this.#userOf(userId), change);
  }

  /** As the person does it, or an admin: every device has to sign in again. */
  changePassword(userId: string, password: string): void {
    this.#userOf(userId).password = password;
    this.revokeTokens(userId);
  }

  rename(userId: string, name: string): void {
    this.#userOf(userId).name = name;
  }

  /** Deletes the account with its tokens. */
  removeUser(userId: string): void {
    const user = this.#userOf(userId);
    this.revokeTokens(userId);
    this.#book.users.splice(this.#book.users.indexOf(user), 1);
  }

  /** Kills one person's tokens, or everyone's. */
  revokeTokens(userId?: string): void {
    const isKept = (session: MediaSession): boolean =>
      userId !== undefined && session.user !== this.#userOf(userId);
    this.#book.sessions = this.#book.sessions.filter(isKept);
  }

  /** Living tokens, oldest first. */
  sessions(): readonly MediaSession[] {
    return this.#book.sessions;
  }

  /** Every try to sign in since the start, oldest first. */
  signInAttempts(): readonly SignInAttempt[] {
    return this.#attempts;
  }

  /** Forgets all but the newest sign-ins and sessions, for simulators that run for days. */
  trim(keep: number): void {
    this.#attempts.splice(0, Math.max(0, this.#attempts.length - keep));
    this.#book.sessions = this.#book.sessions.slice(-keep);
  }

  /** Whether somebody signs in under a name that there is. */
  #knowsName({ path, body }: SeenRequest): boolean {
    if (!path.toLowerCase().endsWith("/authenticatebyname")) return false;
    const name = /"Username":"([^"]*)"/i.exec(body)?.[1] ?? "";
    return this.#book.userByName(name) !== undefined;
  }

  #userOf(id: string): MediaUser {
    const user = this.#book.userById(id);
    if (user === undefined) throw new Error(`No such user in the simulator: ${id}`);
    return user;
  }
}

/** @param options versions with known differences: Jellyfin 10.8, 10.9, 10.11, 12.0; Emby 4.9. */
export function createMediaServerSimulator(options: MediaServerOptions = {}): MediaServerSimulator {
  return new MediaServerSimulator(options);
}
