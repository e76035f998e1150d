import { isRecord, member } from "./dialects.ts";

/** One torrent as Transmission tells it, in its units; a number it did not tell is 0. */
export interface WireTorrent {
  /** Changes with every restart: good for `removed` lists alone. */
  readonly id: number;
  /** 40 hex digits, lower case. */
  readonly hash: string;
  readonly name: string;
  /** -1 when it was not told. */
  readonly status: number;
  readonly error: number;
  readonly errorString: string;
  readonly totalSize: number;
  readonly sizeWhenDone: number;
  readonly leftUntilDone: number;
  readonly desiredAvailable: number;
  readonly percentDone: number;
  readonly metadataPercentComplete: number;
  readonly rateDownload: number;
  readonly eta: number;
  readonly peersConnected: number;
  readonly peersSendingToUs: number;
  readonly webseedsSendingToUs: number;
  readonly addedDate: number;
  readonly downloadDir: string;
  readonly labels: readonly string[];
}

/** An answer of torrent-get. */
export interface TorrentReading {
  readonly torrents: readonly WireTorrent[];
  /** Ids that went within the last minute; only in an answer about recent torrents. */
  readonly removed: readonly number[];
}

/** What session-get tells of the daemon. */
export interface DaemonFacts {
  readonly version: string;
  readonly rpcVersion: number;
  /** Where downloads go by default; "" when it was not told. */
  readonly downloadDir: string;
}

const HASH = /^[0-9a-f]{40}$/;

/** Reads the result of torrent-get, rows without id or hash left out; `null` when it is no such result. */
export function readTorrents(result: Record<string, unknown>): TorrentReading | null {
  const { torrents, removed } = result;
  if (!Array.isArray(torrents)) return null;
  return {
    torrents: torrents.flatMap((row) => (isRecord(row) ? (readTorrent(row) ?? []) : [])),
    removed: Array.isArray(removed) ? removed.filter((id) => Number.isSafeInteger(id)) : [],
  };
}

/** Reads the result of session-get; `null` when it is no such result. */
export function readDaemon(result: Record<string, unknown>): DaemonFacts | null {
  const rpcVersion = member(result, "rpc_version");
  if (typeof rpcVersion !== "number") return null;
  return {
    version: textOf(result, "version"),
    rpcVersion,
    downloadDir: textOf(result, "download_dir"),
  };
}

function readTorrent(row: Record<string, unknown>): WireTorrent | null {
  const id = member(row, "id");
  const hash = textOf(row, "hash_string").toLowerCase();
  if (typeof id !== "number" || !HASH.test(hash)) return null;
  // Before 3.00 there are no labels, and 3.00 itself answers 0 for a field it does not know.
  const labels = member(row, "labels");
  return {
    id,
    hash,
    name: textOf(row, "name"),
    status: numberOf(row, "status", -1),
    error: numberOf(row, "error"),
    errorString: textOf(row, "error_string"),
    totalSize: countOf(row, "total_size"),
    sizeWhenDone: countOf(row, "size_when_done"),
    leftUntilDone: countOf(row, "left_until_done"),
    desiredAvailable: countOf(row, "desired_available"),
    percentDone: numberOf(row, "percent_done"),
    metadataPercentComplete: numberOf(row, "metadata_percent_complete", 1),
    rateDownload: countOf(row, "rate_download"),
    eta: countOf(row, "eta"),
    peersConnected: countOf(row, "peers_connected"),
    peersSendingToUs: countOf(row, "peers_sending_to_us"),
    webseedsSendingToUs: countOf(row, "webseeds_sending_to_us"),
    addedDate: countOf(row, "added_date"),
    downloadDir: textOf(row, "download_dir"),
    labels: Array.isArray(labels) ? labels.filter((label) => typeof label === "string") : [],
  };
}

function textOf(record: Record<string, unknown>, name: string): string {
  const value = member(record, name);
  return typeof value === "string" ? value : "";
}

/** Of bytes, seconds or peers: there are no halves of them. */
function countOf(record: Record<string, unknown>, name: string): number {
  return Math.trunc(numberOf(record, name));
}

/** JSON can say 1e999 (infinite here), and no size or time is beyond what a double counts exactly. */
function numberOf(record: Record<string, unknown>, name: string, otherwise = 0): number {
  const value = member(record, name);
  const isSane = typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return isSane ? value : otherwise;
}
