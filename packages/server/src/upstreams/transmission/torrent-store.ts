import type { Download } from "../../domain/download.ts";
import { isSameData } from "../../domain/keep-unchanged.ts";
import type { TorrentReading, WireTorrent } from "./wire.ts";

interface Row {
  readonly id: number;
  readonly download: Download;
}

/**
 * What torrent-get has told so far, as downloads by hash. Only rows of an answer are normalised, and a `Download`
 * that still says the same stays the same object.
 */
export class TorrentStore {
  readonly #normalize: (torrent: WireTorrent) => Download;
  #rows = new Map<string, Row>();
  #hashes = new Map<number, string>();
  #list: readonly Download[] = [];

  constructor(normalize: (torrent: WireTorrent) => Download) {
    this.#normalize = normalize;
  }

  /** Every download, in the order they became known; the same array while nothing changes. */
  list(): readonly Download[] {
    return this.#list;
  }

  /** Takes in everything there is. */
  replace(reading: TorrentReading): void {
    const before = this.#rows;
    this.#rows = new Map();
    this.#hashes = new Map();
    for (const torrent of reading.torrents) this.#put(torrent, before.get(torrent.hash));
    this.#refreshList();
  }

  /**
   * Takes in what changed lately. A torrent that is not mentioned is idle, not gone: only `removed` removes, by
   * ids that stay in it for a minute, so that a torrent which came back under another id must be kept.
   */
  merge(reading: TorrentReading): void {
    for (const id of reading.removed) {
      const hash = this.#hashes.get(id);
      this.#hashes.delete(id);
      if (hash !== undefined && this.#rows.get(hash)?.id === id) this.#rows.delete(hash);
    }
    for (const torrent of reading.torrents) this.#put(torrent, this.#rows.get(torrent.hash));
    this.#refreshList();
  }

  #put(torrent: WireTorrent, earlier: Row | undefined): void {
    const next = this.#normalize(torrent);
    const isSame = earlier !== undefined && isSameData(earlier.download, next);
    this.#rows.set(torrent.hash, { id: torrent.id, download: isSame ? earlier.download : next });
    this.#hashes.set(torrent.id, torrent.hash);
  }

  #refreshList(): void {
    const next = Array.from(this.#rows.values(), (row) => row.download);
    const isSame =
      next.length === this.#list.length && next.every((one, at) => one === this.#list[at]);
    if (!isSame) this.#list = next;
  }
}
