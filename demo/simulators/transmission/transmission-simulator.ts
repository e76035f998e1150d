import type { DownloadClientSimulator, SimulatedDownload } from "../download-client-simulator.ts";
import { SimulatorServer } from "../simulator-server.ts";
import { answerRpc } from "./rpc-dialects.ts";
import { RpcMethods } from "./rpc-methods.ts";
import { RpcServer } from "./rpc-server.ts";
import { TorrentStore } from "./torrent-store.ts";
import type { NewTorrent, TransmissionExtras } from "./torrent.ts";
import { TRAITS, type TransmissionVersion } from "./versions.ts";

/** What a test or the household may choose; everything may be left out. */
export interface TransmissionOptions {
  readonly version?: TransmissionVersion;
  readonly username?: string;
  readonly password?: string;
  /** `false`: no login at all; then (only then) the Host is checked. */
  readonly passwordRequired?: boolean;
  /** Failed logins in a row until everything is 403 until a restart; off by default, as in Transmission. */
  readonly bruteForceLimit?: number;
  /** Addresses that may call; all by default. `["10.*"]` refuses loopback with 403. */
  readonly addressWhitelist?: readonly string[];
  /** Host names that may be used, besides addresses and localhost, when there is no password. */
  readonly hostWhitelist?: readonly string[];
  /** Refuses every Host with 421, even with a password: loopback tests cannot easily come under a name. */
  readonly refusesHost?: boolean;
  /** `rpc-url` of Transmission's settings; `/transmission/` by default. */
  readonly basePath?: string;
  /** Cuts rates to whole thousands, as the real 2.94 and 3.00 do. */
  readonly coarseRates?: boolean;
  /** Milliseconds since the epoch; `advanceClock` adds to it. */
  readonly now?: () => number;
}

/** What `update` takes: all that may change later on. */
export type TorrentChange = Partial<Omit<SimulatedDownload, "id">> & Partial<TransmissionExtras>;

const DEFAULT_BRUTE_FORCE_LIMIT = 100;
const FREE_BYTES = 512 * 1024 ** 3;

/** A strict Transmission RPC over a list of torrents that only these controls and torrent-remove change. */
export class TransmissionSimulator implements DownloadClientSimulator {
  readonly kind = "transmission" as const;
  readonly server: SimulatorServer;
  readonly credentials: { username: string; password: string };
  readonly #store: TorrentStore;
  readonly #rpc: RpcServer;
  #clockOffsetMs = 0;

  constructor(options: TransmissionOptions = {}) {
    const { username = "sofarr", password = "simulated-password", version = "4.1.3" } = options;
    const traits = TRAITS[version];
    const now = (): number => (options.now ?? Date.now)() + this.#clockOffsetMs;
    const needsLogin = options.passwordRequired ?? true;
    this.credentials = needsLogin ? { username, password } : { username: "", password: "" };
    this.#store = new TorrentStore(now);
    const context = { traits, coarseRates: options.coarseRates ?? false };
    const methods = new RpcMethods(this.#store, context, () => ({
      sessionId: this.#rpc.sessionId,
      downloadDir: "/downloads",
      freeBytes: FREE_BYTES,
      antiBruteForce: {
        enabled: options.bruteForceLimit !== undefined,
        threshold: options.bruteForceLimit ?? DEFAULT_BRUTE_FORCE_LIMIT,
      },
    }));
    const settings = {
      login: needsLogin ? { username, password } : null,
      bruteForceLimit: options.bruteForceLimit ?? null,
      addressWhitelist: options.addressWhitelist ?? null,
      hostWhitelist: options.hostWhitelist ?? null,
      refusesHost: options.refusesHost ?? false,
      basePath: options.basePath ?? "/transmission/",
    };
    this.#rpc = new RpcServer(traits, settings, now, (body) => answerRpc(body, methods, traits));
    this.server = new SimulatorServer((request, response, raw) =>
      this.#rpc.handle(request, response, raw),
    );
  }

  add(torrent: NewTorrent): SimulatedDownload {
    return this.#store.add(torrent);
  }

  update(id: string, change: TorrentChange): void {
    const { tracker, isPrivate, checkProgress, ...common } = change;
    this.#store.change(id, ({ download, extras }) => {
      Object.assign(download, common);
      extras.tracker = tracker ?? extras.tracker;
      extras.isPrivate = isPrivate ?? extras.isPrivate;
      extras.checkProgress = checkProgress ?? extras.checkProgress;
    });
  }

  /** Puts raw values over the computed ones, by classic field name, e.g. `{ status: 1 }`; they stay. */
  setWire(id: string, fields: Readonly<Record<string, unknown>>): void {
    this.#store.change(id, (torrent) => {
      torrent.overrides = { ...torrent.overrides, ...fields };
    });
  }

  remove(id: string): void {
    this.#store.remove(id);
  }

  downloads(): readonly SimulatedDownload[] {
    return this.#store.all().map(({ download }) => download);
  }

  /** How often a request was refused with 401; Transmission has no sessions to sign in to. */
  loginAttempts(): number {
    return this.#rpc.refusedLogins;
  }

  /** The number of a torrent until the next restart; `null` for an unknown hash. */
  numericId(id: string): number | null {
    return this.#store.byHash(id)?.numericId ?? null;
  }

  /** A new session id, as every hour: the next call meets a 409. */
  rotateSessionId(): void {
    this.#rpc.rotateSessionId();
  }

  /** Lets time pass for recently-active, the session id and dates. */
  advanceClock(milliseconds: number): void {
    this.#clockOffsetMs += milliseconds;
  }

  restart(): void {
    this.#rpc.restart();
    this.#store.renumber();
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** A Transmission to test against; 4.1.3 unless another release is named. */
export function createTransmissionSimulator(
  options: TransmissionOptions = {},
): TransmissionSimulator {
  return new TransmissionSimulator(options);
}
