import type { SimulatedDownload, SimulatedState } from "../download-client-simulator.ts";

/** rTorrent's flags: what a client must work a status out of. */
export interface RtorrentFlags {
  /** `d.state`: meant to run. */
  isStarted: boolean;
  isOpen: boolean;
  isActive: boolean;
  isComplete: boolean;
  /** 0 no, 1 at first, 2 after finishing, 3 on demand. */
  hashing: 0 | 1 | 2 | 3;
  /** Being checked right now, not waiting for its turn. */
  isHashChecking: boolean;
  isHashChecked: boolean;
  hasHashingFailed: boolean;
  isMeta: boolean;
  /** All that is wanted of it is there. */
  isPartiallyDone: boolean;
  /** Its files were opened once: before that it has no path. */
  wasOpened: boolean;
}

/** What only rTorrent has, beside the shared description of a download. */
export interface RtorrentDetail {
  /** The name as raw bytes, when it is not UTF-8; the title is then for the controls alone. */
  nameBytes: Buffer | null;
  /** Stands above what the state says, until the state changes: see `CLOSED`, `NEVER_OPENED`, `CHECK_WAITS`. */
  flags: Partial<RtorrentFlags>;
  isMultiFile: boolean;
  isPrivate: boolean;
  upBytesPerSecond: number;
  uploadedBytes: number;
  /** `d.custom=key`; `addtime` is there by itself. */
  custom: Record<string, string>;
  /** 0 off, 1 low, 2 normal, 3 high. */
  priority: 0 | 1 | 2 | 3;
  trackers: string[];
  /** When it became complete, milliseconds; 0 for never. */
  finishedAt: number;
}

/** One download: the shared description and rTorrent's own part. */
export interface RtorrentDownload {
  readonly download: SimulatedDownload;
  readonly detail: RtorrentDetail;
}

/** Stopped and closed by a person. */
export const CLOSED: Partial<RtorrentFlags> = {
  isStarted: false,
  isOpen: false,
  isActive: false,
  isHashChecked: false,
};

/** Loaded without being started: closed, and without a path. */
export const NEVER_OPENED: Partial<RtorrentFlags> = { ...CLOSED, wasOpened: false };

/** In line for a hash check; with a message it is stuck there. */
export const CHECK_WAITS: Partial<RtorrentFlags> = {
  isOpen: false,
  isActive: false,
  hashing: 1,
  isHashChecking: false,
  isHashChecked: false,
};

const RUNNING: RtorrentFlags = {
  isStarted: true,
  isOpen: true,
  isActive: true,
  isComplete: false,
  hashing: 0,
  isHashChecking: false,
  isHashChecked: true,
  hasHashingFailed: false,
  isMeta: false,
  isPartiallyDone: false,
  wasOpened: true,
};
/** As after `d.pause`: started and open, but not active. There is no queue; one that waits looks the same. */
const PAUSED: RtorrentFlags = { ...RUNNING, isActive: false };
const SEEDING: RtorrentFlags = { ...RUNNING, isComplete: true, isPartiallyDone: true };

const FLAGS: Readonly<Record<SimulatedState, RtorrentFlags>> = {
  queued: PAUSED,
  metadata: { ...RUNNING, isMeta: true },
  downloading: RUNNING,
  stalled: RUNNING,
  paused: PAUSED,
  checking: { ...PAUSED, hashing: 3, isHashChecking: true, isHashChecked: false },
  verifying: { ...PAUSED, hashing: 2, isHashChecking: true, isHashChecked: false },
  repairing: SEEDING,
  unpacking: SEEDING,
  moving: SEEDING,
  seeding: SEEDING,
  completed: { ...SEEDING, isStarted: false, isActive: false },
  failed: RUNNING,
  error: RUNNING,
};

const DEFAULT_ERROR = 'Tracker: [Failure reason "Unregistered torrent"]';

export function flagsOf({ download, detail }: RtorrentDownload): RtorrentFlags {
  return { ...FLAGS[download.state], ...detail.flags };
}

/** Infohash as rTorrent writes it: upper case. */
export function hashOf({ download }: RtorrentDownload): string {
  return download.id.toUpperCase();
}

/** A magnet without its metadata is called after its hash. */
export function nameOf(item: RtorrentDownload): string | Buffer {
  if (flagsOf(item).isMeta) return `${hashOf(item)}.meta`;
  return item.detail.nameBytes ?? item.download.title;
}

/** The last word of a tracker or of the file system; a tracker time-out is no failure. */
export function messageOf({ download }: RtorrentDownload): string {
  const isError = download.state === "error" || download.state === "failed";
  return isError && download.message === "" ? DEFAULT_ERROR : download.message;
}
