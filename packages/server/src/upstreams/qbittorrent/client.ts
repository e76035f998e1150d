import type { Download } from "../../domain/download.ts";
import { hasPassed } from "../../domain/has-passed.ts";
import type { Instance } from "../instance.ts";
import { createTransport, type Transport } from "../request.ts";
import type { DownloadClient, Probe, UpstreamDeps } from "../upstream.ts";
import { unusable } from "./failures.ts";
import { mayBeHeldUpByTracker, isKnownState, normalizeTorrent } from "./normalize.ts";
import { probeQbittorrent } from "./probe.ts";
import { Session } from "./session.ts";
import { TorrentStore } from "./torrent-store.ts";
import { TrackerMessages } from "./tracker-messages.ts";
import { readMainData, type MainData, type WireTorrent } from "./wire.ts";

const MAIN_DATA_PATH = "/api/v2/sync/maindata";
/** "Tell me everything." */
const NO_RID = 0;
/** Changed members can be lost for good (qBittorrent issue 24845); this bounds how long we are wrong. */
const FULL_READ_EVERY_MS = 5 * 60_000;
const MAX_LOGGED_WORD_LENGTH = 40;

/** Where the last answer left us; the rid means something in its own session alone. */
interface SyncPoint {
  readonly rid: number;
  readonly generation: number;
}

/** Reads one qBittorrent by sync/maindata: everything once, then what changed since. */
export class QbittorrentClient implements DownloadClient {
  readonly #instance: Instance;
  readonly #deps: UpstreamDeps;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #trackers: TrackerMessages;
  readonly #store: TorrentStore;
  readonly #loggedStates = new Set<string>();
  #since: SyncPoint | null = null;
  #fullReadAt = 0;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(instance: Instance, deps: UpstreamDeps) {
    this.#instance = instance;
    this.#deps = deps;
    this.#transport = createTransport(instance);
    this.#session = new Session(instance, this.#transport);
    this.#trackers = new TrackerMessages(this.#session);
    this.#store = new TorrentStore(
      (hash, torrent) => this.#normalize(hash, torrent),
      mayBeHeldUpByTracker,
    );
  }

  /** Calls wait for one another: two syncs at once on one session lose changes. */
  listDownloads(signal: AbortSignal): Promise<readonly Download[]> {
    const call = this.#lastCall.then(() => this.#sync(signal));
    this.#lastCall = call.catch(() => null);
    return call;
  }

  /** In a session of its own, so that a live one cannot vouch for a wrong password. */
  probe(signal: AbortSignal): Promise<Probe> {
    return probeQbittorrent(this.#instance, this.#transport, signal);
  }

  async close(): Promise<void> {
    await this.#trackers.cutOff();
    await this.#session.end();
    await this.#transport.close();
  }

  async #sync(signal: AbortSignal): Promise<readonly Download[]> {
    signal.throwIfAborted();
    await this.#trackers.cutOff();
    const now = this.#deps.now();
    const since = hasPassed(FULL_READ_EVERY_MS, this.#fullReadAt, now) ? null : this.#since;
    // Until this call has succeeded: an answer we do not get is one qBittorrent believes we have.
    this.#since = null;
    const isSameSession = (): boolean => since?.generation === this.#session.generation;
    let data = await this.#readMainData(isSameSession() ? (since?.rid ?? NO_RID) : NO_RID, signal);
    if (!data.isFull && (!isSameSession() || this.#store.lacksBaseOf(data))) {
      data = await this.#readMainData(NO_RID, signal);
    }
    const { generation } = this.#session;
    this.#store.apply(data);
    if (data.isFull) this.#fullReadAt = now;
    for (const hash of this.#trackers.takeChanged()) this.#store.refresh(hash);
    this.#since = { rid: data.rid, generation };
    // Beside us, until the next call or the end: the list does not wait for its footnotes.
    this.#trackers.ask(this.#store.marked, now);
    return this.#store.list();
  }

  async #readMainData(rid: number, signal: AbortSignal): Promise<MainData> {
    const answer = await this.#session.get({ path: MAIN_DATA_PATH, query: { rid }, signal });
    const data = readMainData(answer.json());
    if (data === null) throw unusable(this.#instance.id, "sync/maindata", answer.status);
    return rid === NO_RID ? { ...data, isFull: true } : data;
  }

  #normalize(hash: string, torrent: WireTorrent): Download {
    this.#noteUnknownState(torrent.state);
    return normalizeTorrent({
      instanceId: this.#instance.id,
      hash,
      torrent,
      trackerMessage: this.#trackers.of(hash),
    });
  }

  #noteUnknownState(state: string | undefined): void {
    const word = (state ?? "").slice(0, MAX_LOGGED_WORD_LENGTH);
    if (isKnownState(state) || this.#loggedStates.has(word)) return;
    this.#loggedStates.add(word);
    this.#deps.log.warn({ state: word }, "a state sofarr does not know is shown as Unknown");
  }
}
