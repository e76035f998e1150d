import {
  difference,
  memberDifference,
  nextRid,
  perSection,
  renderMaindata,
  serverState,
  type MaindataChange,
  type MaindataSync,
  type SectionChange,
} from "./maindata.ts";
import { SECTIONS, type ChangeListener, type Entry, type TorrentStore } from "./torrent-store.ts";
import type { WireTorrent } from "./torrent-wire.ts";
import type { Traits } from "./versions.ts";

const emptyChange = (): SectionChange => ({ changed: new Map(), removed: new Set() });

/**
 * `sync/maindata` of 4.6 and later: a journal of what changed, kept until the caller shows by its next `rid`
 * that the answer arrived.
 *
 * The trap is qBittorrent's own (synccontroller.cpp, issue 24845): when an old `rid` is sent again, a torrent
 * that changed once more gets a new journal entry **in place of** the unconfirmed one. The members that changed
 * only the first time are never sent again, until somebody asks with `rid=0`.
 */
export class JournalSync implements MaindataSync {
  readonly #store: TorrentStore;
  readonly #traits: Traits;
  readonly #pending = perSection(() => ({ updated: new Set<string>(), gone: new Set<string>() }));
  readonly #snapshot = perSection(() => new Map<string, Entry>());
  readonly #listener: ChangeListener;
  #server: WireTorrent;
  #journal: MaindataChange;
  #acceptedRid = 0;
  #sentRid = 0;

  constructor(store: TorrentStore, traits: Traits) {
    this.#store = store;
    this.#traits = traits;
    for (const section of SECTIONS)
      for (const key of store.sections[section].keys())
        this.#snapshot[section].set(key, store.sections[section].entry(key));
    this.#server = serverState(store, traits);
    this.#journal = emptyJournal();
    this.#listener = (section, key, gone) => {
      const pending = this.#pending[section];
      pending[gone ? "updated" : "gone"].delete(key);
      pending[gone ? "gone" : "updated"].add(key);
    };
    store.listeners.add(this.#listener);
  }

  answer(acceptedRid: number): string {
    let isFull = true;
    if (acceptedRid > 0 && this.#sentRid > 0) {
      if (acceptedRid === this.#sentRid) {
        this.#acceptedRid = acceptedRid;
        this.#journal = emptyJournal();
      }
      isFull = acceptedRid !== this.#acceptedRid;
    }
    this.#writeJournal();
    if (isFull) this.#journal = this.#everything();
    this.#sentRid = nextRid(this.#sentRid);
    return renderMaindata(this.#sentRid, isFull, this.#journal, this.#traits);
  }

  close(): void {
    this.#store.listeners.delete(this.#listener);
  }

  #writeJournal(): void {
    for (const section of SECTIONS) {
      const { updated, gone } = this.#pending[section];
      const { changed, removed } = this.#journal[section];
      const snapshot = this.#snapshot[section];
      for (const key of updated) {
        removed.delete(key);
        const entry = this.#store.sections[section].entry(key);
        const news = difference(snapshot.get(key), entry);
        if (news === null) continue;
        changed.set(key, news);
        snapshot.set(key, entry);
      }
      for (const key of gone) {
        changed.delete(key);
        removed.add(key);
        snapshot.delete(key);
      }
      updated.clear();
      gone.clear();
    }
    const server = serverState(this.#store, this.#traits);
    const news = memberDifference(this.#server, server);
    if (news === null) return;
    this.#journal = { ...this.#journal, server: news };
    this.#server = server;
  }

  #everything(): MaindataChange {
    return {
      ...perSection((section) => ({
        changed: new Map(this.#snapshot[section]),
        removed: new Set<string>(),
      })),
      server: this.#server,
    };
  }
}

function emptyJournal(): MaindataChange {
  return { ...perSection(emptyChange), server: {} };
}
