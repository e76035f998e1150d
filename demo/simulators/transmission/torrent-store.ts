import type { SimulatedDownload } from "../download-client-simulator.ts";
import { makeTorrent, type NewTorrent, type Torrent } from "./torrent.ts";

/** How far `recently-active` looks back. */
const RECENT_MS = 60_000;

/** All torrents of the simulator, what changed lately, and what went lately. */
export class TorrentStore {
  readonly #now: () => number;
  readonly #torrents = new Map<string, Torrent>();
  #removed: { numericId: number; at: number }[] = [];
  #lastNumericId = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws Error when a torrent with this hash is there already. */
  add(given: NewTorrent): SimulatedDownload {
    const torrent = makeTorrent(given, this.#lastNumericId + 1, this.#now());
    const { id } = torrent.download;
    if (this.#torrents.has(id)) throw new Error(`torrent ${id} is there already`);
    this.#lastNumericId += 1;
    this.#torrents.set(id, torrent);
    return torrent.download;
  }

  /** @throws Error for an unknown hash: a test that changes nothing is a mistake. */
  change(hash: string, apply: (torrent: Torrent) => void): void {
    const torrent = this.#torrents.get(hash);
    if (torrent === undefined) throw new Error(`no torrent ${hash}`);
    apply(torrent);
    torrent.changedAt = this.#now();
  }

  /** Removing what is not there is nothing. */
  remove(hash: string): void {
    const torrent = this.#torrents.get(hash);
    if (torrent === undefined) return;
    this.#torrents.delete(hash);
    this.#removed.push({ numericId: torrent.numericId, at: this.#now() });
  }

  all(): readonly Torrent[] {
    return [...this.#torrents.values()];
  }

  byHash(hash: string): Torrent | undefined {
    return this.#torrents.get(hash);
  }

  byNumericId(numericId: number): Torrent | undefined {
    return this.all().find((torrent) => torrent.numericId === numericId);
  }

  /** Torrents that changed within the window. */
  recent(): readonly Torrent[] {
    const since = this.#now() - RECENT_MS;
    return this.all().filter(({ changedAt }) => changedAt >= since);
  }

  /** Numeric ids of torrents that went within the window: hashes are not told. */
  recentlyRemoved(): readonly number[] {
    const since = this.#now() - RECENT_MS;
    this.#removed = this.#removed.filter(({ at }) => at >= since);
    return this.#removed.map(({ numericId }) => numericId);
  }

  /**
   * Starts the numbers at 1 again, the last torrent first, so that with two or more torrents every number
   * now means another one. What went before a restart is forgotten.
   */
  renumber(): void {
    const torrents = this.all();
    this.#lastNumericId = torrents.length;
    for (const [index, torrent] of torrents.entries()) {
      torrent.numericId = ((index + 1) % torrents.length) + 1;
      torrent.changedAt = this.#now();
    }
    this.#removed = [];
  }
}
