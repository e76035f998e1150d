import { infohashOf } from "../infohash.ts";
import type { XmlRpcValue } from "./xml-reader.ts";

/** rTorrent's columns, as commands of `d.multicall2`; what follows the "=" is the command's argument. */
const COLUMNS = {
  hash: "d.hash=",
  name: "d.name=",
  sizeBytes: "d.size_bytes=",
  completedBytes: "d.completed_bytes=",
  sizeChunks: "d.size_chunks=",
  completedChunks: "d.completed_chunks=",
  wantedChunks: "d.wanted_chunks=",
  downRate: "d.down.rate=",
  state: "d.state=",
  isOpen: "d.is_open=",
  isActive: "d.is_active=",
  complete: "d.complete=",
  hashing: "d.hashing=",
  isHashChecking: "d.is_hash_checking=",
  hashingFailed: "d.hashing_failed=",
  isPartiallyDone: "d.is_partially_done=",
  isMeta: "d.is_meta=",
  message: "d.message=",
  custom1: "d.custom1=",
  addtime: "d.custom=addtime",
  timestampStarted: "d.timestamp.started=",
  directory: "d.directory=",
  basePath: "d.base_path=",
  peersConnected: "d.peers_connected=",
  peersComplete: "d.peers_complete=",
} as const;

/** Without these nothing true can be said; every rTorrent since 0.9 has them. */
const NEEDED: readonly Column[] = [
  "hash",
  "name",
  "sizeBytes",
  "completedBytes",
  "state",
  "isActive",
  "complete",
];

export type Column = keyof typeof COLUMNS;

const ALL_COLUMNS = Object.keys(COLUMNS) as readonly Column[];

/** One row of `d.multicall2`, in rTorrent's units. A column this rTorrent does not have is 0, "" or `null`. */
export interface WireTorrent {
  /** 40 hex digits, upper case as rTorrent writes them. */
  readonly hash: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Of chunks that are complete and checked. */
  readonly completedBytes: number;
  readonly sizeChunks: number;
  readonly completedChunks: number;
  /** Chunks that are wanted and still missing; `null` when not told. */
  readonly wantedChunks: number | null;
  /** Bytes per second. */
  readonly downRate: number;
  /** Meant to run; whether it does is `isActive`. */
  readonly state: boolean;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  /** Every chunk is here. */
  readonly complete: boolean;
  /** 0 no, 1 initial, 2 after the download, 3 asked for. */
  readonly hashing: number;
  /** Its turn has come. */
  readonly isHashChecking: boolean;
  readonly hashingFailed: boolean;
  /** No wanted chunk is missing; also before anything is known of the data. */
  readonly isPartiallyDone: boolean;
  /** A magnet link without its metadata. */
  readonly isMeta: boolean;
  readonly message: string;
  /** The label, URL-encoded by ruTorrent and others; Flood joins several with commas. */
  readonly custom1: string;
  /** Seconds since the epoch as text, set by ruTorrent, Flood and others; "" when nobody did. */
  readonly addtime: string;
  /** Seconds since the epoch of the first start, kept over restarts; 0 is never. */
  readonly timestampStarted: number;
  readonly directory: string;
  /** Empty until the torrent was first opened. */
  readonly basePath: string;
  /** Everyone connected, those who have all of it included; `null` when not told. */
  readonly peersConnected: number | null;
  readonly peersComplete: number | null;
}

/** The command of a column, as a parameter of `d.multicall2`. */
export function commandOf(column: Column): string {
  return COLUMNS[column];
}

/**
 * The columns a server can fill: one unknown command would fail the whole call.
 *
 * @param methods what `system.listMethods` gave, or `null` when it would not tell: then all are tried.
 * @returns `null` when a needed one is missing, so that it cannot be an rTorrent we can read.
 */
export function columnsIn(methods: readonly string[] | null): readonly Column[] | null {
  if (methods === null) return ALL_COLUMNS;
  const known = new Set(methods);
  const columns = ALL_COLUMNS.filter((column) => known.has(COLUMNS[column].replace(/=.*$/, "")));
  return NEEDED.every((column) => columns.includes(column)) ? columns : null;
}

/** `system.listMethods`; `null` when it is no list. */
export function parseMethods(value: XmlRpcValue): readonly string[] | null {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : null;
}

/**
 * The rows of `d.multicall2`. A row that is no row or has no usable hash is left out.
 *
 * @param columns in the order they were asked for.
 * @returns `null` when it is no list of rows.
 */
export function parseTorrents(
  value: XmlRpcValue,
  columns: readonly Column[],
): readonly WireTorrent[] | null {
  if (!Array.isArray(value)) return null;
  const at = new Map(columns.map((column, index) => [column, index]));
  return value.flatMap((row: XmlRpcValue) => {
    if (!Array.isArray(row) || row.length !== columns.length) return [];
    const cells = row as readonly XmlRpcValue[];
    const torrent = parseRow((column) => cells[at.get(column) ?? -1] ?? null);
    return infohashOf(torrent.hash) === null ? [] : [torrent];
  });
}

function parseRow(cell: (column: Column) => XmlRpcValue): WireTorrent {
  const text = (column: Column): string => textOf(cell(column));
  const number = (column: Column): number => numberOf(cell(column)) ?? 0;
  const flag = (column: Column): boolean => number(column) !== 0;
  return {
    hash: text("hash"),
    name: text("name"),
    sizeBytes: number("sizeBytes"),
    completedBytes: number("completedBytes"),
    sizeChunks: number("sizeChunks"),
    completedChunks: number("completedChunks"),
    wantedChunks: numberOf(cell("wantedChunks")),
    downRate: number("downRate"),
    state: flag("state"),
    // Not told is not closed.
    isOpen: numberOf(cell("isOpen")) !== 0,
    isActive: flag("isActive"),
    complete: flag("complete"),
    hashing: number("hashing"),
    isHashChecking: flag("isHashChecking"),
    hashingFailed: flag("hashingFailed"),
    isPartiallyDone: flag("isPartiallyDone"),
    isMeta: flag("isMeta"),
    message: text("message"),
    custom1: text("custom1"),
    addtime: text("addtime"),
    timestampStarted: number("timestampStarted"),
    directory: text("directory"),
    basePath: text("basePath"),
    peersConnected: numberOf(cell("peersConnected")),
    peersComplete: numberOf(cell("peersComplete")),
  };
}

function textOf(value: XmlRpcValue): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** Beyond every size, speed and time there is; what is larger is nonsense. */
const LARGEST = 1e15;

/** Every column that is a number counts something. Some bridges send integers as text and flags as booleans. */
function numberOf(value: XmlRpcValue): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !(Math.abs(number) <= LARGEST)) return null;
  return Math.max(0, Math.trunc(number));
}
