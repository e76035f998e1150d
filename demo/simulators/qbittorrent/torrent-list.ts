import type { TorrentStore } from "./torrent-store.ts";
import { isFinished, isLeeching } from "./torrent-state.ts";
import { downloadRate, serializeTorrent, uploadRate, type WireTorrent } from "./torrent-wire.ts";
import type { Torrent } from "./torrent.ts";
import type { Traits } from "./versions.ts";

const isStopped = ({ download }: Torrent): boolean =>
  download.state === "paused" || download.state === "completed";
const isActive = (torrent: Torrent): boolean =>
  downloadRate(torrent) > 0 || uploadRate(torrent) > 0;

type Filters = Readonly<Record<string, (torrent: Torrent) => boolean>>;

const FILTERS: Filters = {
  downloading: ({ download }) => !isFinished(download),
  seeding: ({ download }) => isFinished(download) && download.state !== "completed",
  completed: ({ download }) => isFinished(download),
  active: isActive,
  inactive: (torrent) => !isActive(torrent),
  stalled: ({ download }) => download.state === "stalled",
  stalled_uploading: ({ download }) => download.state === "seeding" && download.bytesPerSecond <= 0,
  stalled_downloading: ({ download }) => isLeeching(download) && download.state === "stalled",
  errored: ({ download }) => download.state === "error" || download.state === "failed",
  checking: ({ download }) => ["checking", "verifying", "repairing"].includes(download.state),
  moving: ({ download }) => ["moving", "unpacking"].includes(download.state),
};
/** Filter words that 5.0 renamed; the other release's words are unknown and so mean "all". */
const OLD_WORDS: Filters = { paused: isStopped, resumed: (torrent) => !isStopped(torrent) };
const NEW_WORDS: Filters = { stopped: isStopped, running: (torrent) => !isStopped(torrent) };

/** `torrents/info`: filtered, sorted and cut as the query says, each torrent with its `hash`. */
export function listTorrents(
  store: TorrentStore,
  traits: Traits,
  params: URLSearchParams,
  now: number,
): readonly WireTorrent[] {
  const words: Filters = {
    ...FILTERS,
    ...(traits.stoppedWord === "paused" ? OLD_WORDS : NEW_WORDS),
  };
  const filter = words[params.get("filter") ?? "all"] ?? (() => true);
  const category = params.get("category");
  const tag = params.get("tag");
  const hashes = params.get("hashes");
  const wanted = hashes === null || hashes === "all" ? null : new Set(hashes.split("|"));
  const rows: WireTorrent[] = [];
  for (const torrent of store.torrents.values()) {
    const { download } = torrent;
    if (wanted !== null && !wanted.has(download.id)) continue;
    if (category !== null && download.category !== category) continue;
    if (tag !== null && !hasTag(download.tags, tag)) continue;
    if (!filter(torrent)) continue;
    rows.push({ hash: download.id, ...serializeTorrent(torrent, traits, now) });
  }
  return page(sorted(rows, params), params);
}

/** An empty tag asks for torrents without any. */
function hasTag(tags: readonly string[], tag: string): boolean {
  return tag === "" ? tags.length === 0 : tags.includes(tag);
}

function sorted(rows: readonly WireTorrent[], params: URLSearchParams): readonly WireTorrent[] {
  const by = params.get("sort") ?? "";
  const direction = params.get("reverse") === "true" ? -1 : 1;
  if (by === "") return direction === 1 ? rows : rows.toReversed();
  return rows.toSorted((a, b) => direction * compare(a[by], b[by]));
}

function compare(a: WireTorrent[string] | undefined, b: WireTorrent[string] | undefined): number {
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : Number(a > b);
  return Number(a ?? 0) - Number(b ?? 0);
}

/** A negative offset counts from the end; a limit of 0 or less is none. */
function page(rows: readonly WireTorrent[], params: URLSearchParams): readonly WireTorrent[] {
  const asked = Number(params.get("offset") ?? 0);
  const offset = asked < 0 ? Math.max(0, rows.length + asked) : asked;
  const limit = Number(params.get("limit") ?? 0);
  return rows.slice(offset, limit > 0 ? offset + limit : undefined);
}
