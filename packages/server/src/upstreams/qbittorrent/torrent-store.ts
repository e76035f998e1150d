import type { Download } from "../../domain/download.ts";
import { isSameData } from "../../domain/keep-unchanged.ts";
import { DownloadList } from "../download-list.ts";
import type { MainData, WireTorrent } from "./wire.ts";

/**
 * What sync/maindata has told so far, merged, with the `Download` of each torrent. Only what an answer names is
 * normalised again.
 */
export class TorrentStore {
  readonly #normalize: (hash: string, torrent: WireTorrent) => Download;
  readonly #isMarked: (torrent: WireTorrent) => boolean;
  readonly #downloads = new DownloadList();
  #torrents = new Map<string, WireTorrent>();
  readonly #marked = new Set<string>();

  /** @param isMarked tells the torrents whose hashes `marked` gathers. */
  constructor(
    normalize: (hash: string, torrent: WireTorrent) => Download,
    isMarked: (torrent: WireTorrent) => boolean,
  ) {
    this.#normalize = normalize;
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
      const hasBase = this.#torrents.has(hash) && !removed.has(hash);
      if (!isWhole && !hasBase) return true;
    }
    return false;
  }

  /** Takes in one answer: a full one replaces, a delta removes and then merges member by member. */
  apply({ isFull, torrents, removed }: MainData): void {
    if (isFull) {
      this.#replace(torrents);
      return;
    }
    for (const hash of removed) {
      this.#torrents.delete(hash);
      this.#marked.delete(hash);
      this.#downloads.delete(hash);
    }
    for (const [hash, members] of torrents) {
      const torrent = { ...this.#torrents.get(hash), ...members };
      this.#torrents.set(hash, torrent);
      this.#mark(hash, torrent);
      this.#downloads.put(this.#normalize(hash, torrent));
    }
  }

  /** What says the same as before is not even normalised: at most a few of a long list do not. */
  #replace(torrents: MainData["torrents"]): void {
    const before = this.#torrents;
    this.#torrents = new Map();
    this.#marked.clear();
    this.#downloads.replace(
      Array.from(torrents, ([hash, members]) => {
        const earlier = before.get(hash);
        const isSame = isSameData(earlier, members);
        const torrent = isSame ? (earlier ?? members) : members;
        this.#torrents.set(hash, torrent);
        this.#mark(hash, torrent);
        return (isSame ? this.#downloads.get(hash) : undefined) ?? this.#normalize(hash, torrent);
      }),
    );
  }

  /** Normalises one torrent again, because something beside its members changed. */
  refresh(hash: string): void {
    const torrent = this.#torrents.get(hash);
    if (torrent !== undefined) this.#downloads.put(this.#normalize(hash, torrent));
  }

  #mark(hash: string, torrent: WireTorrent): void {
    if (this.#isMarked(torrent)) this.#marked.add(hash);
    else this.#marked.delete(hash);
  }
}
