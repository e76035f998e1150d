import type { Download } from "../../domain/download.ts";
import { hasPassed } from "../../domain/has-passed.ts";
import type { Instance } from "../instance.ts";
import type { DownloadClient, Probe, UpstreamDeps } from "../upstream.ts";
import { readDaemonFacts } from "./daemon.ts";
import { unusable } from "./failures.ts";
import { normalizeTorrent } from "./normalize.ts";
import { probeTransmission } from "./probe.ts";
import { Rpc } from "./rpc.ts";
import { TorrentStore } from "./torrent-store.ts";
import { readTorrents, type TorrentReading } from "./wire.ts";

/** `recently-active` looks back 60 s by the daemon's clock; with a gap like this something may have been missed. */
const TOO_LONG_A_GAP_MS = 46_000;
/** Some changes never count as activity (e.g. labels set by another program). */
const FULL_READ_EVERY_MS = 5 * 60_000;

/** When we last heard from the daemon, and when we last heard everything. */
interface SyncPoint {
  readonly at: number;
  readonly fullAt: number;
}

/** Reads one Transmission: everything once, then what was active lately. */
export class TransmissionClient implements DownloadClient {
  readonly #instance: Instance;
  readonly #deps: UpstreamDeps;
  readonly #rpc: Rpc;
  readonly #store: TorrentStore;
  #since: SyncPoint | null = null;
  /** The session in which the daemon was asked about itself; its id is `null` where there are none. */
  #met: { readonly sessionId: string | null } | null = null;
  #defaultDir = "";
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(instance: Instance, deps: UpstreamDeps) {
    this.#instance = instance;
    this.#deps = deps;
    this.#rpc = new Rpc(instance);
    this.#store = new TorrentStore((torrent) =>
      normalizeTorrent({ instanceId: instance.id, torrent, defaultDir: this.#defaultDir }),
    );
  }

  /** Calls wait for one another, so that an older answer never overwrites a newer one. */
  listDownloads(signal: AbortSignal): Promise<readonly Download[]> {
    const call = this.#lastCall.then(() => this.#sync(signal));
    this.#lastCall = call.catch(() => null);
    return call;
  }

  probe(signal: AbortSignal): Promise<Probe> {
    return probeTransmission(this.#instance, signal);
  }

  async close(): Promise<void> {
    await this.#rpc.close();
  }

  async #sync(signal: AbortSignal): Promise<readonly Download[]> {
    signal.throwIfAborted();
    const now = this.#deps.now();
    const since = this.#since;
    // Until this call has succeeded: after a failure only a full read is right again.
    this.#since = null;
    let isDelta =
      since !== null &&
      !hasPassed(TOO_LONG_A_GAP_MS, since.at, now) &&
      !hasPassed(FULL_READ_EVERY_MS, since.fullAt, now);
    let reading = await this.#read(isDelta, signal);
    if (this.#met === null || this.#met.sessionId !== this.#rpc.sessionId) {
      await this.#meetDaemon(signal);
      // It may have been restarted: ids are others now, and what it removed it no longer knows.
      if (isDelta) reading = await this.#read(false, signal);
      isDelta = false;
    }
    if (isDelta) this.#store.merge(reading);
    else this.#store.replace(reading);
    this.#since = { at: now, fullAt: isDelta && since !== null ? since.fullAt : now };
    return this.#store.list();
  }

  async #read(isDelta: boolean, signal: AbortSignal): Promise<TorrentReading> {
    const request = isDelta ? "recent-torrents" : "all-torrents";
    const reading = readTorrents(await this.#rpc.call(request, signal));
    if (reading === null) throw unusable(this.#instance.id, request);
    return reading;
  }

  async #meetDaemon(signal: AbortSignal): Promise<void> {
    const { downloadDir } = await readDaemonFacts(this.#rpc, this.#instance.id, signal);
    if (downloadDir !== this.#defaultDir) {
      this.#defaultDir = downloadDir;
      this.#store.refresh();
    }
    this.#met = { sessionId: this.#rpc.sessionId };
  }
}
