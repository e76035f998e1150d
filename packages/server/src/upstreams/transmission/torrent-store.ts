import type { Download } from "../../domain/download.ts";
import { DownloadList } from "../download-list.ts";
import type { TorrentReading, WireTorrent } from "./wire.ts";

/** What torrent-get has told so far, as downloads by hash. Only rows of an answer are normalised. */
export class TorrentStore {
  readonly #normalize: (torrent: WireTorrent) => Download;
  readonly #downloads = new DownloadList();
  /** By hash, and the other way round. */
  readonly #ids = new Map<string, number>();
  readonly #hashes = new Map<number, string>();

  constructor(normalize: (torrent: WireTorrent) => Download) {
    this.#normalize = normalize;
  }

  /** Every download, in the order they became known; the same array while nothing changes. */
  list(): readonly Download[] {
    return this.#downloads.all;
  }

  /** Takes in everything there is. */
  replace(reading: TorrentReading): void {
    this.#ids.clear();
    this.#hashes.clear();
    for (const torrent of reading.torrents) this.#note(torrent);
    this.#downloads.replace(reading.torrents.map((torrent) => this.#normalize(torrent)));
  }

  /**
   * Takes in what changed lately. A torrent that is not mentioned is idle, not gone: only `removed` removes, by
   * ids that stay in it for a minute, so that a torrent which came back under another id must be kept.
   */
  merge(reading: TorrentReading): void {
    for (const id of reading.removed) {
      const hash = this.#hashes.get(id);
      this.#hashes.delete(id);
      if (hash === undefined || this.#ids.get(hash) !== id) continue;
      this.#ids.delete(hash);
      this.#downloads.delete(hash);
    }
    for (const torrent of reading.torrents) {
      this.#note(torrent);
      this.#downloads.put(this.#normalize(torrent));
    }
  }

  #note({ id, hash }: WireTorrent): void {
    this.#ids.set(hash, id);
    this.#hashes.set(id, hash);
  }
}
