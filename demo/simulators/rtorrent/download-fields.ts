import { piecesOf } from "./pieces.ts";
import { flagsOf, hashOf, messageOf, nameOf, type RtorrentDownload } from "./rtorrent-download.ts";
import type { AnswerValue } from "./write-answer.ts";

const FREE_DISK_BYTES = 73_590_353_920;
const TORRENT_MADE_AT = 1_700_000_000;

/** Reads one field of a download. `args` are what follows the `=`. */
export type DownloadField = (
  item: RtorrentDownload,
  args: readonly string[],
  session: Session,
) => AnswerValue;

/** What a field may need to know besides its download. */
export interface Session {
  /** When this run of the program loaded its downloads, milliseconds. */
  readonly loadedAt: number;
  readonly defaultDirectory: string;
}

/** Every `d.*` command that only reads: those a client may put into a multicall. */
export const DOWNLOAD_FIELDS: Readonly<Record<string, DownloadField>> = {
  "d.hash": hashOf,
  "d.name": nameOf,
  "d.message": messageOf,

  "d.size_bytes": (item) => piecesOf(item).bytes,
  "d.completed_bytes": (item) => piecesOf(item).completedBytes,
  "d.bytes_done": (item) => piecesOf(item).doneBytes,
  "d.left_bytes": (item) => piecesOf(item).bytes - piecesOf(item).completedBytes,
  "d.size_chunks": (item) => piecesOf(item).chunks,
  "d.completed_chunks": (item) => piecesOf(item).doneChunks,
  "d.wanted_chunks": (item) => piecesOf(item).chunks - piecesOf(item).doneChunks,
  "d.chunk_size": (item) => piecesOf(item).chunkBytes,
  "d.chunks_seen": chunksSeen,
  "d.size_files": (item) => (item.detail.isMultiFile ? 4 : 1),

  "d.down.rate": downRate,
  "d.up.rate": (item) => (flagsOf(item).isActive ? item.detail.upBytesPerSecond : 0),
  "d.skip.rate": () => 0,
  "d.down.total": (item) => piecesOf(item).doneBytes,
  "d.up.total": (item) => item.detail.uploadedBytes,
  // Per mille, and 0 while it is checked.
  "d.ratio": (item) =>
    flagsOf(item).hashing === 0
      ? Math.floor((item.detail.uploadedBytes * 1000) / Math.max(1, item.download.sizeBytes))
      : 0,

  "d.state": (item) => Number(flagsOf(item).isStarted),
  "d.is_open": (item) => Number(flagsOf(item).isOpen),
  "d.is_active": (item) => Number(flagsOf(item).isActive),
  "d.complete": (item) => Number(flagsOf(item).isComplete),
  "d.incomplete": (item) => Number(!flagsOf(item).isComplete),
  "d.hashing": (item) => flagsOf(item).hashing,
  "d.hashing_failed": (item) => Number(flagsOf(item).hasHashingFailed),
  "d.is_hash_checking": (item) => Number(flagsOf(item).isHashChecking),
  "d.is_hash_checked": (item) => Number(flagsOf(item).isHashChecked),
  "d.is_partially_done": (item) => Number(flagsOf(item).isPartiallyDone),
  "d.is_meta": (item) => Number(flagsOf(item).isMeta),
  "d.is_multi_file": (item) => Number(item.detail.isMultiFile),
  "d.is_private": (item) => Number(item.detail.isPrivate && !flagsOf(item).isMeta),

  "d.custom1": (item) => item.download.category,
  "d.custom2": (item) => item.detail.custom["2"] ?? "",
  "d.custom": (item, [key = ""]) =>
    item.detail.custom[key] ?? (key === "addtime" ? String(seconds(item.download.addedAt)) : ""),

  "d.directory": (item, _args, session) =>
    item.detail.isMultiFile ? join(folderOf(item, session), nameOf(item)) : folderOf(item, session),
  "d.directory_base": (item, _args, session) => folderOf(item, session),
  "d.base_path": (item, _args, session) =>
    flagsOf(item).wasOpened ? join(folderOf(item, session), nameOf(item)) : "",
  "d.base_filename": (item) => (flagsOf(item).wasOpened ? nameOf(item) : ""),
  "d.free_diskspace": (item) => (flagsOf(item).isOpen ? FREE_DISK_BYTES : 0),

  "d.creation_date": (item) => (flagsOf(item).isMeta ? 0 : TORRENT_MADE_AT),
  "d.load_date": (item, _args, session) =>
    seconds(Math.max(session.loadedAt, item.download.addedAt)),
  "d.state_changed": (item) => seconds(item.download.addedAt),
  "d.timestamp.started": (item) => {
    const { isStarted, isOpen } = flagsOf(item);
    return isStarted && isOpen ? seconds(item.download.addedAt) : 0;
  },
  "d.timestamp.finished": (item) => seconds(item.detail.finishedAt),

  "d.peers_connected": (item) => Math.max(item.download.peers, item.download.seeders),
  "d.peers_complete": (item) => item.download.seeders,
  "d.peers_accounted": (item) => Math.max(0, item.download.peers - item.download.seeders),
  "d.peers_not_connected": () => 0,

  "d.priority": (item) => item.detail.priority,
  "d.throttle_name": () => "",
  "d.tracker_size": (item) => item.detail.trackers.length,
};

function downRate(item: RtorrentDownload): number {
  const { isActive, isComplete } = flagsOf(item);
  const isMoving = isActive && !isComplete && item.download.state !== "stalled";
  return isMoving ? item.download.bytesPerSecond : 0;
}

function folderOf({ download }: RtorrentDownload, session: Session): string {
  if (download.savePath !== "") return download.savePath;
  return [session.defaultDirectory, download.category].filter((part) => part !== "").join("/");
}

function join(folder: string, name: string | Buffer): string | Buffer {
  return typeof name === "string"
    ? `${folder}/${name}`
    : Buffer.concat([Buffer.from(`${folder}/`), name]);
}

/** Two hex digits per chunk: how many copies of it the connected peers have. Empty while closed. */
function chunksSeen(item: RtorrentDownload): string {
  if (!flagsOf(item).isOpen) return "";
  const copies = Math.min(255, Math.max(0, Math.floor(item.download.availability)));
  return copies.toString(16).padStart(2, "0").toUpperCase().repeat(piecesOf(item).chunks);
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
