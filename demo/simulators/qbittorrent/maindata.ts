import type { TorrentStore, Section, Entry } from "./torrent-store.ts";
import { SECTIONS } from "./torrent-store.ts";
import type { WireTorrent } from "./torrent-wire.ts";
import type { Traits } from "./versions.ts";

/** Response ids run from 1 to this and start again. */
const LAST_RID = 1_000_000;

/** What one answer of `sync/maindata` says about one section. */
export interface SectionChange {
  readonly changed: Map<string, Entry>;
  readonly removed: Set<string>;
}

/** Everything one answer says. */
export type MaindataChange = Readonly<Record<Section, SectionChange>> & { server: WireTorrent };

/** One session's conversation with `sync/maindata`. */
export interface MaindataSync {
  /** @param acceptedRid what the caller sent as `rid`; 0 when missing. @returns the JSON text of the answer. */
  answer(acceptedRid: number): string;
  /** Ends the conversation, e.g. because the session ended. */
  close(): void;
}

/** The id after `rid`. */
export function nextRid(rid: number): number {
  return (rid % LAST_RID) + 1;
}

/** A section each, made by `make`. */
export function perSection<T>(make: (section: Section) => T): Record<Section, T> {
  return {
    torrents: make("torrents"),
    categories: make("categories"),
    tags: make("tags"),
    trackers: make("trackers"),
  };
}

/** What differs between two states of an entry: only changed members, or a whole list; `null` for nothing. */
export function difference(before: Entry | undefined, after: Entry): Entry | null {
  if (before === after) return null;
  if (before === undefined || before === true || after === true) return after;
  if (Array.isArray(after) || Array.isArray(before)) return after;
  return memberDifference(before as WireTorrent, after as WireTorrent);
}

/** The members that changed, or `null`. */
export function memberDifference(before: WireTorrent, after: WireTorrent): WireTorrent | null {
  let changed: Record<string, WireTorrent[string]> | null = null;
  for (const name in after) {
    const value = after[name];
    if (value === undefined || before[name] === value) continue;
    changed ??= {};
    changed[name] = value;
  }
  return changed;
}

/** Writes one answer. `full_update` is there only when it is true; empty parts are left out. */
export function renderMaindata(
  rid: number,
  isFull: boolean,
  change: MaindataChange,
  traits: Traits,
): string {
  const parts = [`"rid":${rid}`];
  if (isFull) parts.push('"full_update":true');
  for (const section of SECTIONS) {
    if (!hasSection(section, traits)) continue;
    const { changed, removed } = change[section];
    if (changed.size > 0) parts.push(`"${section}":${renderSection(section, changed)}`);
    if (removed.size > 0) parts.push(`"${section}_removed":${JSON.stringify([...removed])}`);
  }
  if (Object.keys(change.server).length > 0)
    parts.push(`"server_state":${JSON.stringify(change.server)}`);
  return `{${parts.join(",")}}`;
}

/** Tags and trackers joined maindata after 4.1. */
function hasSection(section: Section, traits: Traits): boolean {
  return traits.since.v4_5 || section === "torrents" || section === "categories";
}

function renderSection(section: Section, changed: ReadonlyMap<string, Entry>): string {
  if (section === "tags") return JSON.stringify([...changed.keys()]);
  const members: string[] = [];
  for (const [key, entry] of changed) members.push(`${JSON.stringify(key)}:${textOf(entry)}`);
  return `{${members.join(",")}}`;
}

/** JSON of entries that did not change since they were last written; a full answer reuses nearly all of it. */
const texts = new WeakMap<object, string>();

function textOf(entry: Entry): string {
  if (entry === true) return "true";
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text = JSON.stringify(entry);
  texts.set(entry, text);
  return text;
}

/** `server_state` as it is now. Numbers that a real one computes from its disk and sockets stand still. */
export function serverState(store: TorrentStore, traits: Traits): WireTorrent {
  const { totals } = store;
  return {
    alltime_dl: totals.completedBytes,
    alltime_ul: 0,
    average_time_queue: 0,
    connection_status: "connected",
    dht_nodes: 0,
    dl_info_data: totals.completedBytes,
    dl_info_speed: totals.downloadRate,
    dl_rate_limit: 0,
    free_space_on_disk: 512 * 1024 ** 3,
    global_ratio: "0.00",
    queued_io_jobs: 0,
    queueing: true,
    read_cache_hits: "0",
    read_cache_overload: "0",
    refresh_interval: 1500,
    total_buffers_size: 0,
    total_peer_connections: 0,
    total_queued_size: 0,
    total_wasted_session: 0,
    up_info_data: 0,
    up_info_speed: totals.uploadRate,
    up_rate_limit: 0,
    use_alt_speed_limits: false,
    write_cache_overload: "0",
    ...(traits.since.v5_1 ? { last_external_address_v4: "", last_external_address_v6: "" } : {}),
    ...(traits.since.v5_3
      ? { queued_tracker_announces: 0, request_latency: 0, session_state: false }
      : {}),
  };
}
