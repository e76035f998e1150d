import type { Download } from "../../domain/download.ts";
import type { JsonObject } from "../json-fields.ts";
import { NormalizedList } from "../normalized-list.ts";
import { hashIn, idIn, readTorrent, type TorrentReading, type WireTorrent } from "./wire.ts";

/** What torrent-get has told so far, as downloads by hash. Only rows that say something else than before are even read. */
export class TorrentStore {
  readonly #downloads: NormalizedList<JsonObject, Download>;
  /** By id; `null` until something is removed. */
  #hashes: Map<number, string | null> | null = null;

  constructor(normalize: (torrent: WireTorrent) => Download) {
    this.#downloads = new NormalizedList({
      idOf: hashIn,
      normalize: (row) => normalize(readTorrent(row)),
    });
  }

  /** Every download, in the order they became known; the same array while nothing changes. */
  list(): readonly Download[] {
    return this.#downloads.all;
  }

  /** Takes in everything there is. */
  replace({ rows }: TorrentReading): void {
    this.#hashes = null;
    this.#downloads.replace(rows);
  }

  /**
   * Takes in what changed lately. A torrent that is not mentioned is idle, not gone: only `removed` removes, by
   * ids that stay in it for a minute, so that a torrent which came back under another id must be kept.
   */
  merge({ rows, removed }: TorrentReading): void {
    if (removed.length > 0) {
      this.#hashes ??= new Map(this.#downloads.rows.map((row) => [idIn(row), hashIn(row)]));
    }
    for (const id of removed) {
      const hash = this.#hashes?.get(id) ?? null;
      this.#hashes?.delete(id);
      const row = hash === null ? undefined : this.#downloads.rowOf(hash);
      if (hash !== null && row !== undefined && idIn(row) === id) this.#downloads.delete(hash);
    }
    for (const row of rows) {
      this.#hashes?.set(idIn(row), hashIn(row));
      this.#downloads.put(row);
    }
  }

  /** Normalises all of it again, because something beside the torrents changed. */
  refresh(): void {
    this.#downloads.refreshAll();
  }
}
