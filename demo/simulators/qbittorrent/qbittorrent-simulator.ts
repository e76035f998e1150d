import type { DownloadClientSimulator, SimulatedDownload } from "../download-client-simulator.ts";
import { SimulatorServer } from "../simulator-server.ts";
import { TorrentStore } from "./torrent-store.ts";
import type { WireTorrent } from "./torrent-wire.ts";
import type { NewTorrent, QbittorrentExtras } from "./torrent.ts";
import { TRAITS, type QbittorrentVersion } from "./versions.ts";
import { WebUi } from "./web-ui.ts";

/** What a test or the household may choose; everything may be left out. */
export interface QbittorrentOptions {
  readonly version?: QbittorrentVersion;
  readonly username?: string;
  readonly password?: string;
  /** `qbt_` and 28 more characters; understood from 5.2 on. */
  readonly apiKey?: string;
  /** No login needed, as for whitelisted subnets: every call without a live cookie opens a new session. */
  readonly bypass?: boolean;
  /** Failed logins until a ban; 5 as in qBittorrent, 0 for never. */
  readonly maxFailures?: number;
  /** The Origin and Referer check; on by default. */
  readonly csrfProtection?: boolean;
  /** The Host check; on by default. */
  readonly hostValidation?: boolean;
  /** Host names accepted besides the local address; any by default. */
  readonly serverDomains?: readonly string[];
  /** The port qBittorrent believes it has, when another one is published in front of it. */
  readonly ownPort?: number;
  /** A renamed session cookie (possible since 4.6). */
  readonly cookieName?: string;
  /** Milliseconds since the epoch; `advanceClock` adds to it. */
  readonly now?: () => number;
}

/** What `update` takes: all that may change later on. Infohashes and tracker are given once, by `add`. */
export type TorrentChange = Partial<Omit<SimulatedDownload, "id">> &
  Partial<Pick<QbittorrentExtras, "isPrivate" | "checkProgress">>;

const DEFAULT_MAX_FAILURES = 5;

/** A strict qBittorrent Web API over a list of torrents that only these controls change. */
export class QbittorrentSimulator implements DownloadClientSimulator {
  readonly kind = "qbittorrent" as const;
  readonly server: SimulatorServer;
  readonly credentials: { username: string; password: string };
  readonly #store: TorrentStore;
  readonly #webUi: WebUi;
  #clockOffsetMs = 0;

  constructor(options: QbittorrentOptions = {}) {
    const { username = "sofarr", password = "simulated-password", version = "5.1.4" } = options;
    const traits = TRAITS[version];
    const now = (): number => (options.now ?? Date.now)() + this.#clockOffsetMs;
    const ownPort = (): number => options.ownPort ?? this.server.port;
    this.credentials = { username, password };
    this.#store = new TorrentStore(traits, now);
    const settings = {
      username,
      password,
      ownPort,
      apiKey: options.apiKey ?? null,
      bypass: options.bypass ?? false,
      maxFailures: options.maxFailures ?? DEFAULT_MAX_FAILURES,
      csrfProtection: options.csrfProtection ?? true,
      hostValidation: options.hostValidation ?? true,
      serverDomains: options.serverDomains ?? ["*"],
      cookieName: () => options.cookieName ?? traits.cookieName(ownPort()),
    };
    this.#webUi = new WebUi(this.#store, traits, settings, now);
    this.server = new SimulatorServer((request, response) => this.#webUi.handle(request, response));
  }

  add(torrent: NewTorrent): SimulatedDownload {
    return this.#store.add(torrent);
  }

  update(id: string, change: TorrentChange): void {
    const { isPrivate, checkProgress, ...common } = change;
    this.#store.change(id, ({ download, extras }) => {
      Object.assign(download, common);
      extras.isPrivate = isPrivate ?? extras.isPrivate;
      extras.checkProgress = checkProgress ?? extras.checkProgress;
    });
  }

  /** Puts raw members over the computed ones, e.g. `{ state: "forcedDL" }` or `{ eta: 120 }`; they stay. */
  setWire(id: string, members: WireTorrent): void {
    this.#store.change(id, (torrent) => {
      torrent.overrides = { ...torrent.overrides, ...members };
    });
  }

  remove(id: string): void {
    this.#store.remove(id);
  }

  /** Its torrents keep running without a category. */
  removeCategory(name: string): void {
    this.#store.removeCategory(name);
  }

  removeTag(tag: string): void {
    this.#store.removeTag(tag);
  }

  downloads(): readonly SimulatedDownload[] {
    return [...this.#store.torrents.values()].map(({ download }) => download);
  }

  /** Calls of auth/login, and from 5.2 on requests whose Basic credentials were looked at. */
  loginAttempts(): number {
    return this.#webUi.loginAttempts;
  }

  /** How often a sync/maindata call came in while another one of the same session was still being answered. */
  concurrentSyncs(): number {
    return this.#webUi.concurrentSyncs;
  }

  openSessions(): number {
    return this.#webUi.sessions.size;
  }

  /** Ends every session, as an hour without a request would. */
  expireSessions(): void {
    this.#webUi.sessions.endAll();
  }

  /** Makes sync/maindata wait until the returned function is called; other calls go on. */
  holdSyncs(): () => void {
    const held: (() => void)[] = [];
    this.#webUi.heldSyncs = held;
    return () => {
      this.#webUi.heldSyncs = null;
      for (const answer of held) answer();
    };
  }

  /** Lets time pass for sessions, bans and dates. */
  advanceClock(milliseconds: number): void {
    this.#clockOffsetMs += milliseconds;
  }

  restart(): void {
    this.#webUi.sessions.endAll();
    this.#webUi.signIn.forgive();
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** A qBittorrent to test against; 5.1.4 unless another release is named. */
export function createQbittorrentSimulator(options: QbittorrentOptions = {}): QbittorrentSimulator {
  return new QbittorrentSimulator(options);
}
