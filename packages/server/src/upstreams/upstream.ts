import type { CacheUse } from "../cache-use.ts";
import type { Download, Protocol } from "../domain/download.ts";
import type { ArrKind, ArrReading } from "../domain/arr-reading.ts";
import type { MediaRequest } from "../domain/media-request.ts";
import type { ArrControl } from "./arr-control.ts";
import type { Instance } from "./instance.ts";
import type { OmbiWebhook } from "./ombi-webhook.ts";
import type { MediaServerPassThrough, SabnzbdPassThrough } from "./pass-through.ts";

/** Where a client writes its few log lines. The instance is already bound; never pass a URL or a secret. */
export interface UpstreamLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What every upstream is given besides its instance: time and a log, so that both can be replaced in tests. */
export interface UpstreamDeps {
  readonly now: () => number;
  readonly log: UpstreamLog;
}

/** What `sofarr doctor` tells about one connection. A failed probe throws `UpstreamError` with its advice. */
export interface Probe {
  readonly version: string | null;
  /** `unverified`: it let us in without checking (e.g. a bypassed address), so a wrong password would not show. */
  readonly credentials: "accepted" | "unverified" | "none-needed";
  /** Things that work now but will bite, each with what to change. */
  readonly notes: readonly string[];
}

/** What every upstream can do. */
export interface Upstream {
  /** Signs in from nothing and reads the version. @throws UpstreamError with `advice`. */
  probe(signal: AbortSignal): Promise<Probe>;
  /** Frees connections; no call may follow. */
  close(): Promise<void>;
}

/** SABnzbd, qBittorrent, Transmission, rTorrent: we only read. */
export interface DownloadClient extends Upstream {
  /** Its own answers, where the contract has routes that hand them on: SABnzbd's alone. */
  readonly passThrough?: SabnzbdPassThrough;
  /**
   * The whole list as it is now. Never called twice at once. Equal facts give the same `Download` objects as
   * the call before. After a throw the next call starts from nothing (full read, new session if needed).
   *
   * @throws UpstreamError; credentials that are refused are tried once per call, never in a loop.
   */
  listDownloads(signal: AbortSignal): Promise<readonly Download[]>;
}

/** One kind of download client: all that the rest of sofarr needs to know to use it. */
export interface DownloadClientModule {
  readonly kind: string;
  readonly protocol: Protocol;
  readonly credentials: CredentialStyle;
  /** Accepted URL schemes, with the colon. */
  readonly schemes: readonly string[];
  connect(instance: Instance, deps: UpstreamDeps): DownloadClient;
}

/** Which fields an instance of this kind must have: an API key, or (optionally) a user name and password. */
export type CredentialStyle = "api-key" | "login";

/** Sonarr or Radarr. */
export interface Arr extends Upstream {
  /** What it can be made to do, over the same connections. */
  readonly control: ArrControl;
  /**
   * The whole queue with the library, tags and recent grabs it refers to. The queue is read on every call; the rest
   * is kept and re-read when it is old or when the queue names something that is not in it.
   *
   * @throws UpstreamError when the queue cannot be read, or nothing can be said of the library yet.
   */
  read(signal: AbortSignal): Promise<ArrReading>;
  /** There is news of its library: the next `read` does not wait until what it keeps is old. */
  markOld(): void;
  /** How the kept library does: a hit is a reading that did not have to read it anew. */
  libraryUse(): CacheUse;
}

export interface ArrModule {
  readonly kind: ArrKind;
  readonly credentials: CredentialStyle;
  readonly schemes: readonly string[];
  connect(instance: Instance, deps: UpstreamDeps): Arr;
}

/** A person as the media server knows them. */
export interface MediaServerUser {
  /** Folded: lower case, no dashes. */
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
}

/** A successful sign-in: who, and the media server's token for this session (server side only). */
export interface MediaServerSignIn {
  readonly user: MediaServerUser;
  readonly accessToken: string;
}

/** Why a sign-in was refused although the media server answered. */
export type SignInRefusal = "wrong-credentials" | "disabled-or-locked";

/** Emby or Jellyfin. */
export interface MediaServer extends Upstream {
  /** Its own answers, for admins. */
  readonly passThrough: MediaServerPassThrough;
  /**
   * @param deviceId stable per browser session: the media server revokes the earlier token of a repeated one.
   * @returns the sign-in, or why it was refused.
   * @throws UpstreamError when the media server cannot be asked (unreachable, starting, garbage).
   */
  signIn(
    credentials: { username: string; password: string; deviceId: string },
    signal: AbortSignal,
  ): Promise<MediaServerSignIn | SignInRefusal>;
  /** The person behind a token as they are now; `null` when the token or the person is not accepted any more. */
  currentUser(
    session: { userId: string; accessToken: string; deviceId: string },
    signal: AbortSignal,
  ): Promise<MediaServerUser | null>;
  /** Revokes the token. Never throws for a token that is already dead. */
  signOut(session: { accessToken: string; deviceId: string }, signal: AbortSignal): Promise<void>;
  /** Everyone the server knows; needs the API key. `null` when there is none. */
  listUsers(signal: AbortSignal): Promise<readonly MediaServerUser[] | null>;
}

/** Ombi (later Seerr): who asked for what. */
export interface RequestManager extends Upstream {
  /** Its one webhook. */
  readonly webhook: OmbiWebhook;
  /** Every movie and TV request of everyone, child requests lifted. */
  listRequests(signal: AbortSignal): Promise<readonly MediaRequest[]>;
}

export interface RequestManagerModule {
  readonly kind: string;
  readonly credentials: CredentialStyle;
  readonly schemes: readonly string[];
  connect(instance: Instance, deps: UpstreamDeps): RequestManager;
}
