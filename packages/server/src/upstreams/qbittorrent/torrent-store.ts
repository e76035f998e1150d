import type { Download } from "../../domain/download.ts";
import { NormalizedList } from "../normalized-list.ts";
import type { MainData, WireTorrent } from "./wire.ts";

/** A torrent by its hash. */
type Told = readonly [string, WireTorrent];

/**
 * What sync/maindata has told so far, merged, with the `Download` of each torrent. Only what an answer names is
 * normalised again.
 */
export class TorrentStore {
  readonly #isMarked: (torrent: WireTorrent) => boolean;
  readonly #downloads: NormalizedList<Told, Download>;
  readonly #marked = new Set<string>();

  /** @param isMarked tells the torrents whose hashes `marked` gathers. */
  constructor(
    normalize: (hash: string, torrent: WireTorrent) => Download,
    isMarked: (torrent: WireTorrent) => boolean,
  ) {
    this.#downloads = new NormalizedList({
      idOf: ([hash]) => hash,
      normalize: ([hash, torrent]) => normalize(hash, torrent),
    });
    this.#isMarked = isMarked;
  }

  /** Every download, in the order they became known; the same array while nothing changes. */
  list(): readonly Download[] {
    return this.#downloads.all;
  }

  /** The hashes of the torrents that are marked now. */
  get marked(): ReadonlySet<string> {
    return this.#marked;
  }

  /** Whether a delta changes a torrent whose other members we never got: then only a full answer helps. */
  lacksBaseOf(data: MainData): boolean {
    const removed = new Set(data.removed);
    for (const [hash, torrent] of data.torrents) {
      const isWhole = torrent.name !== undefined && torrent.state !== undefined;
      const hasBase = this.#downloads.rowOf(hash) !== undefined && !removed.has(hash);
      if (!isWhole && !hasBase) return true;
    }
    return false;
  }

  /** Takes in one answer: a full one replaces, a delta removes and then merges member by member. */
  apply({ isFull, torrents, removed }: MainData): void {
    if (isFull) {
      this.#downloads.replace(torrents);
      this.#marked.clear();
      for (const [hash, torrent] of torrents) this.#mark(hash, torrent);
      return;
    }
    for (const hash of removed) {
      this.#marked.delete(hash);
      this.#downloads.delete(hash);
    }
    for (const [hash, members] of torrents) {
      const torrent = { ...this.#downloads.rowOf(hash)?.[1], ...members };
      this.#mark(hash, torrent);
      this.#downloads.put([hash, torrent]);
    }
  }

  /** Normalises one torrent again, because something beside its members changed. */
  refresh(hash: string): void {
    this.#downloads.refresh(hash);
  }

  #mark(hash: string, torrent: WireTorrent): void {
    if (this.#isMarked(torrent)) this.#marked.add(hash);
    else this.#marked.delete(hash);
  }
}
