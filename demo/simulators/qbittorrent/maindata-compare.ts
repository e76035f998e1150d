import {
  difference,
  memberDifference,
  nextRid,
  perSection,
  renderMaindata,
  serverState,
  type MaindataSync,
} from "./maindata.ts";
import type { Entry, Section, TorrentStore } from "./torrent-store.ts";
import type { WireTorrent } from "./torrent-wire.ts";
import type { Traits } from "./versions.ts";

/** All that one answer was made from. */
interface Picture {
  readonly rid: number;
  readonly sections: Readonly<Record<Section, ReadonlyMap<string, Entry>>>;
  readonly server: WireTorrent;
}

/**
 * `sync/maindata` before 4.6: every answer compares everything with the picture behind the answer the caller
 * confirmed. Slow with thousands of torrents, but an answer that got lost costs nothing. `rid=0` starts again at 1.
 */
export class ComparingSync implements MaindataSync {
  readonly #store: TorrentStore;
  readonly #traits: Traits;
  #accepted: Picture | null = null;
  #sent: Picture | null = null;

  constructor(store: TorrentStore, traits: Traits) {
    this.#store = store;
    this.#traits = traits;
  }

  answer(acceptedRid: number): string {
    const sentRid = acceptedRid > 0 ? (this.#sent?.rid ?? 0) : 0;
    if (sentRid > 0 && sentRid === acceptedRid) this.#accepted = this.#sent;
    const base = sentRid > 0 && this.#accepted?.rid === acceptedRid ? this.#accepted : null;
    if (base === null) this.#accepted = null;
    const now = this.#picture(nextRid(sentRid));
    this.#sent = now;
    return base === null ? this.#full(now) : this.#delta(base, now);
  }

  close(): void {
    this.#accepted = null;
    this.#sent = null;
  }

  #picture(rid: number): Picture {
    const sections = perSection((section) => {
      const view = this.#store.sections[section];
      const entries = new Map<string, Entry>();
      for (const key of view.keys()) entries.set(key, view.entry(key));
      return entries;
    });
    return { rid, sections, server: serverState(this.#store, this.#traits) };
  }

  #full({ rid, sections, server }: Picture): string {
    const all = perSection((section) => ({
      changed: new Map(sections[section]),
      removed: new Set<string>(),
    }));
    return renderMaindata(rid, true, { ...all, server }, this.#traits);
  }

  #delta(before: Picture, now: Picture): string {
    const changes = perSection((section) =>
      compare(before.sections[section], now.sections[section]),
    );
    const server = memberDifference(before.server, now.server) ?? {};
    return renderMaindata(now.rid, false, { ...changes, server }, this.#traits);
  }
}

function compare(
  before: ReadonlyMap<string, Entry>,
  now: ReadonlyMap<string, Entry>,
): { changed: Map<string, Entry>; removed: Set<string> } {
  const changed = new Map<string, Entry>();
  for (const [key, entry] of now) {
    const news = difference(before.get(key), entry);
    if (news !== null) changed.set(key, news);
  }
  return { changed, removed: new Set([...before.keys()].filter((key) => !now.has(key))) };
}
