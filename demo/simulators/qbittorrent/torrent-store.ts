import type { SimulatedDownload } from "../download-client-simulator.ts";
import {
  completedBytes,
  downloadRate,
  serializeTorrent,
  trackerFlags,
  uploadRate,
  type WireTorrent,
} from "./torrent-wire.ts";
import { makeTorrent, type NewTorrent, type Torrent } from "./torrent.ts";
import { TrackerIndex } from "./tracker-index.ts";
import type { Traits } from "./versions.ts";

/** The four keyed maps of `sync/maindata`. */
export const SECTIONS = ["torrents", "categories", "tags", "trackers"] as const;
export type Section = (typeof SECTIONS)[number];

/** An entry of a section: members, a list of torrents (trackers), or just its presence (tags). */
export type Entry = WireTorrent | readonly string[] | true;

/** One section as it is now. An entry is the same object as before when nothing about it changed. */
export interface SectionView {
  keys(): Iterable<string>;
  entry(key: string): Entry;
}

/** Something was added or changed, or (`gone`) is no more. */
export type ChangeListener = (section: Section, key: string, gone: boolean) => void;

/** Sums over all torrents, kept up to date so that nobody has to walk them. */
export interface Totals {
  downloadRate: number;
  uploadRate: number;
  completedBytes: number;
}

/** All torrents, categories, tags and trackers of the simulator; tells listeners of every change. */
export class TorrentStore {
  readonly torrents = new Map<string, Torrent>();
  readonly listeners = new Set<ChangeListener>();
  readonly totals: Totals = { downloadRate: 0, uploadRate: 0, completedBytes: 0 };
  readonly sections: Readonly<Record<Section, SectionView>>;
  readonly #traits: Traits;
  readonly #now: () => number;
  readonly #wires = new Map<string, WireTorrent>();
  readonly #categories = new Map<string, WireTorrent>();
  readonly #tags = new Set<string>();
  readonly #trackers = new TrackerIndex();
  #lastPosition = 0;

  constructor(traits: Traits, now: () => number) {
    this.#traits = traits;
    this.#now = now;
    this.sections = {
      torrents: { keys: () => this.torrents.keys(), entry: (hash) => this.wire(hash) },
      categories: {
        keys: () => this.#categories.keys(),
        entry: (name) => this.#categories.get(name) ?? {},
      },
      tags: { keys: () => this.#tags, entry: () => true },
      trackers: { keys: () => this.#trackers.urls(), entry: (url) => this.#trackers.list(url) },
    };
  }

  /** @throws Error when a torrent with this hash is there already. */
  add(given: NewTorrent): SimulatedDownload {
    const torrent = makeTorrent(given, this.#lastPosition + 1, this.#now());
    const { id } = torrent.download;
    if (this.torrents.has(id)) throw new Error(`torrent ${id} is there already`);
    this.#lastPosition += 1;
    this.torrents.set(id, torrent);
    this.#count(torrent, 1);
    const { tracker } = torrent.extras;
    if (tracker !== "") {
      this.#trackers.add(tracker, id);
      this.#tell("trackers", tracker, false);
    }
    this.#changed(torrent);
    return torrent.download;
  }

  /** @throws Error for an unknown hash: a test that changes nothing is a mistake. */
  change(id: string, apply: (torrent: Torrent) => void): void {
    const torrent = this.#get(id);
    this.#count(torrent, -1);
    apply(torrent);
    this.#count(torrent, 1);
    this.#changed(torrent);
  }

  /** Removing what is not there is nothing. */
  remove(id: string): void {
    const torrent = this.torrents.get(id);
    if (torrent === undefined) return;
    this.torrents.delete(id);
    this.#wires.delete(id);
    this.#count(torrent, -1);
    const { tracker } = torrent.extras;
    if (tracker !== "") this.#tell("trackers", tracker, this.#trackers.remove(tracker, id));
    this.#tell("torrents", id, true);
  }

  removeCategory(name: string): void {
    if (!this.#categories.delete(name)) return;
    for (const { download } of this.torrents.values()) {
      if (download.category !== name) continue;
      this.change(download.id, () => {
        download.category = "";
      });
    }
    this.#tell("categories", name, true);
  }

  removeTag(tag: string): void {
    if (!this.#tags.delete(tag)) return;
    for (const { download } of this.torrents.values()) {
      if (!download.tags.includes(tag)) continue;
      this.change(download.id, () => {
        download.tags = download.tags.filter((one) => one !== tag);
      });
    }
    this.#tell("tags", tag, true);
  }

  /** One torrent as maindata shows it. @throws Error for an unknown hash. */
  wire(id: string): WireTorrent {
    const known = this.#wires.get(id);
    if (known !== undefined) return known;
    const torrent = this.#get(id);
    const wire = {
      ...serializeTorrent(torrent, this.#traits, this.#now()),
      ...(this.#traits.since.v5_3 ? trackerFlags(torrent) : {}),
    };
    this.#wires.set(id, wire);
    return wire;
  }

  #get(id: string): Torrent {
    const torrent = this.torrents.get(id);
    if (torrent === undefined) throw new Error(`no torrent ${id}`);
    return torrent;
  }

  #changed(torrent: Torrent): void {
    const { id, category, tags } = torrent.download;
    this.#wires.delete(id);
    if (category !== "" && !this.#categories.has(category)) {
      this.#categories.set(category, categoryEntry(category, this.#traits));
      this.#tell("categories", category, false);
    }
    for (const tag of tags) {
      if (this.#tags.has(tag)) continue;
      this.#tags.add(tag);
      this.#tell("tags", tag, false);
    }
    this.#tell("torrents", id, false);
  }

  #count(torrent: Torrent, sign: 1 | -1): void {
    this.totals.downloadRate += sign * downloadRate(torrent);
    this.totals.uploadRate += sign * uploadRate(torrent);
    this.totals.completedBytes += sign * completedBytes(torrent);
  }

  #tell(section: Section, key: string, gone: boolean): void {
    for (const listener of this.listeners) listener(section, key, gone);
  }
}

/** A category as `torrents/categories` and maindata show it; 5.x adds what it does at its share limits. */
function categoryEntry(name: string, traits: Traits): WireTorrent {
  return {
    name,
    savePath: `/downloads/${name}`,
    ...(traits.since.v5_3
      ? {
          download_path: null,
          inactive_seeding_time_limit: -2,
          ratio_limit: -2,
          seeding_time_limit: -2,
          share_limit_action: "Default",
          share_limits_mode: "Default",
        }
      : {}),
  };
}
