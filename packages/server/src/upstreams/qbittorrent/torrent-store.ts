import type { Download } from "../../domain/download.ts";
import { isSameData } from "../../domain/keep-unchanged.ts";
import type { MainData, WireTorrent } from "./wire.ts";

interface Row {
  readonly torrent: WireTorrent;
  readonly download: Download;
}

/**
 * What sync/maindata has told so far, merged, with the `Download` of each torrent. Only what an answer names is
 * normalised again, and a `Download` that still says the same stays the same object.
 */
export class TorrentStore {
  readonly #normalize: (hash: string, torrent: WireTorrent) => Download;
  #rows = new Map<string, Row>();
  #list: readonly Download[] | null = [];

  constructor(normalize: (hash: string, torrent: WireTorrent) => Download) {
    this.#normalize = normalize;
  }

  /** Every download, in the order they became known; the same array while nothing changes. */
  list(): readonly Download[] {
    this.#list ??= Array.from(this.#rows.values(), (row) => row.download);
    return this.#list;
  }

  /** Whether a delta changes a torrent whose other members we never got: then only a full answer helps. */
  lacksBaseOf(data: MainData): boolean {
    const removed = new Set(data.removed);
    for (const [hash, torrent] of data.torrents) {
      const isWhole = torrent.name !== undefined && torrent.state !== undefined;
      const hasBase = this.#rows.has(hash) && !removed.has(hash);
      if (!isWhole && !hasBase) return true;
    }
    return false;
  }

  /** Takes in one answer: a full one replaces, a delta removes and then merges member by member. */
  apply(data: MainData): void {
    const before = this.#rows;
    if (data.isFull) {
      this.#rows = new Map();
      if (!isSameOrder(before, data.torrents)) this.#list = null;
    }
    for (const hash of data.removed) if (this.#rows.delete(hash)) this.#list = null;
    for (const [hash, members] of data.torrents) {
      const earlier = before.get(hash);
      const torrent = data.isFull ? members : { ...earlier?.torrent, ...members };
      this.#put(hash, torrent, earlier);
    }
  }

  /** The hashes of the torrents for which `test` holds. */
  find(test: (torrent: WireTorrent) => boolean): readonly string[] {
    const found: string[] = [];
    for (const [hash, row] of this.#rows) if (test(row.torrent)) found.push(hash);
    return found;
  }

  /** Normalises one torrent again, because something beside its members changed. */
  refresh(hash: string): void {
    const row = this.#rows.get(hash);
    if (row !== undefined) this.#put(hash, row.torrent, row);
  }

  #put(hash: string, torrent: WireTorrent, earlier: Row | undefined): void {
    const next = this.#normalize(hash, torrent);
    const isSame = earlier !== undefined && isSameData(earlier.download, next);
    if (!isSame) this.#list = null;
    this.#rows.set(hash, { torrent, download: isSame ? earlier.download : next });
  }
}

function isSameOrder(
  rows: ReadonlyMap<string, unknown>,
  next: ReadonlyMap<string, unknown>,
): boolean {
  if (rows.size !== next.size) return false;
  const hashes = next.keys();
  for (const hash of rows.keys()) if (hashes.next().value !== hash) return false;
  return true;
}
