import type { Download } from "../../domain/download.ts";
import { NormalizedList } from "../normalized-list.ts";
import type { TorrentReading, WireTorrent } from "./wire.ts";

/** What torrent-get has told so far, as downloads by hash. Only rows of an answer are normalised. */
export class TorrentStore {
  readonly #downloads: NormalizedList<WireTorrent, Download>;
  /** By id; `null` until something is removed. */
  #hashes: Map<number, string> | null = null;

  constructor(normalize: (torrent: WireTorrent) => Download) {
    this.#downloads = new NormalizedList({ idOf: ({ hash }) => hash, normalize });
  }

  /** Every download, in the order they became known; the same array while nothing changes. */
  list(): readonly Download[] {
    return this.#downloads.all;
  }

  /** Takes in everything there is. */
  replace({ torrents }: TorrentReading): void {
    this.#hashes = null;
    this.#downloads.replace(torrents);
  }

  /**
   * Takes in what changed lately. A torrent that is not mentioned is idle, not gone: only `removed` removes, by
   * ids that stay in it for a minute, so that a torrent which came back under another id must be kept.
   */
  merge({ torrents, removed }: TorrentReading): void {
    if (removed.length > 0) {
      this.#hashes ??= new Map(this.#downloads.rows.map(({ id, hash }) => [id, hash]));
    }
    for (const id of removed) {
      const hash = this.#hashes?.get(id);
      this.#hashes?.delete(id);
      if (hash !== undefined && this.#downloads.rowOf(hash)?.id === id)
        this.#downloads.delete(hash);
    }
    for (const torrent of torrents) {
      this.#hashes?.set(torrent.id, torrent.hash);
      this.#downloads.put(torrent);
    }
  }

  /** Normalises all of it again, because something beside the torrents changed. */
  refresh(): void {
    this.#downloads.refreshAll();
  }
}
