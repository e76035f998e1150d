import { infohashOf } from "../infohash.ts";
import type { JsonObject } from "../json-fields.ts";
import { isRecord, member } from "./dialects.ts";

/** One torrent as Transmission tells it, in its units; a number it did not tell is 0. */
export interface WireTorrent {
  /** Changes with every restart: good for `removed` lists alone. */
  readonly id: number;
  /** Lower case. */
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

/** An answer of torrent-get, its rows as they came: they hold what was asked for and no more, and most say what they said. */
export interface TorrentReading {
  readonly rows: readonly JsonObject[];
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

/** Reads the result of torrent-get; `null` when it is no such result. */
export function readTorrents(result: Record<string, unknown>): TorrentReading | null {
  const { torrents, removed } = result;
  if (!Array.isArray(torrents)) return null;
  return {
    rows: torrents.filter((row) => isRecord(row)),
    removed: Array.isArray(removed) ? removed.filter((id) => Number.isSafeInteger(id)) : [],
  };
}

/** Reads the result of session-get; `null` when it is no such result. */
export function readDaemon(result: Record<string, unknown>): DaemonFacts | null {
  const rpcVersion = member(result, "rpc_version");
  if (typeof rpcVersion !== "number") return null;
  return {
    version: textIn(result["version"]),
    rpcVersion,
    downloadDir: textIn(member(result, "download_dir")),
  };
}

/** The hash of a row in lower case; `null` when it, or the id, is none: then the row is of no use. */
export function hashIn(row: JsonObject): string | null {
  return typeof row["id"] === "number" ? infohashOf(textIn(hashFieldOf(row))) : null;
}

/** Both spellings stand here in full, so that no name is put together for each of a long list. */
export function readTorrent(row: JsonObject): WireTorrent {
  const { labels } = row;
  return {
    id: idIn(row),
    hash: textIn(hashFieldOf(row)).toLowerCase(),
    name: textIn(row["name"]),
    status: numberIn(row["status"], -1),
    error: numberIn(row["error"]),
    errorString: textIn(row["errorString"] ?? row["error_string"]),
    totalSize: countIn(row["totalSize"] ?? row["total_size"]),
    sizeWhenDone: countIn(row["sizeWhenDone"] ?? row["size_when_done"]),
    leftUntilDone: countIn(row["leftUntilDone"] ?? row["left_until_done"]),
    desiredAvailable: countIn(row["desiredAvailable"] ?? row["desired_available"]),
    percentDone: numberIn(row["percentDone"] ?? row["percent_done"]),
    metadataPercentComplete: numberIn(
      row["metadataPercentComplete"] ?? row["metadata_percent_complete"],
      1,
    ),
    rateDownload: countIn(row["rateDownload"] ?? row["rate_download"]),
    eta: countIn(row["eta"]),
    peersConnected: countIn(row["peersConnected"] ?? row["peers_connected"]),
    peersSendingToUs: countIn(row["peersSendingToUs"] ?? row["peers_sending_to_us"]),
    webseedsSendingToUs: countIn(row["webseedsSendingToUs"] ?? row["webseeds_sending_to_us"]),
    addedDate: countIn(row["addedDate"] ?? row["added_date"]),
    downloadDir: textIn(row["downloadDir"] ?? row["download_dir"]),
    // Before 3.00 there are no labels, and 3.00 itself answers 0 for a field it does not know.
    labels: Array.isArray(labels) ? labels.filter((label) => typeof label === "string") : [],
  };
}

export function idIn({ id }: JsonObject): number {
  return numberIn(id, -1);
}

function hashFieldOf(row: JsonObject): unknown {
  return row["hashString"] ?? row["hash_string"];
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Of bytes, seconds or peers: there are no halves of them. */
function countIn(value: unknown): number {
  return Math.trunc(numberIn(value));
}

/** JSON can say 1e999 (infinite here), and no size or time is beyond what a double counts exactly. */
function numberIn(value: unknown, otherwise = 0): number {
  const isSane = typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return isSane ? value : otherwise;
}
