import { objectOf, objectsOf, type JsonObject } from "../json-fields.ts";

/**
 * SABnzbd's answers as they are on the wire, parsed once: only the fields we use, in SABnzbd's own units.
 * Numbers arrive as strings nearly everywhere, and as numbers in some releases; both are taken.
 * Every `parse...` gives `null` when the answer is not what was asked for.
 * Source: sabnzbd/api.py, build_queue and build_history.
 */

/** `mode=queue`. */
export interface WireQueue {
  readonly version: string | null;
  /** Text like "3h" that changes as time passes; only old releases send it. */
  readonly uptime: string | null;
  /** The whole queue is paused; jobs with Force priority run on. */
  readonly paused: boolean;
  /** KiB per second, of all jobs together. */
  readonly kbpersec: number;
  readonly slots: readonly WireQueueSlot[];
}

export interface WireQueueSlot {
  /** Opaque and case-sensitive: `SABnzbd_nzo_…` up to 4.x, a UUID since 5.x. */
  readonly nzoId: string;
  readonly filename: string;
  readonly category: string;
  readonly status: string;
  /** "Force", "High", … or, for a job without its NZB, a number in some releases. */
  readonly priority: string;
  /** MiB. */
  readonly mb: number;
  readonly mbleft: number;
  readonly mbmissing: number;
  readonly percentage: number;
  /** `[D:]H:MM:SS`, counting all jobs before this one; "0:00:00" is unknown. */
  readonly timeleft: string;
  /** Translated texts such as ENCRYPTED or PROPAGATING 12 min. */
  readonly labels: readonly string[];
  /** Seconds since the epoch; 4.5.3 and later. */
  readonly timeAdded: number | null;
}

/** `mode=history`. */
export interface WireHistory {
  readonly version: string | null;
  /** Counts changes since the program's start; `null` in releases that do not send it. */
  readonly lastUpdate: number | null;
  readonly slots: readonly WireHistorySlot[];
}

export interface WireHistorySlot {
  readonly nzoId: string;
  readonly name: string;
  readonly category: string;
  readonly status: string;
  readonly bytes: number;
  /** Seconds since the epoch; for a job still in post-processing it is the moment of the answer. */
  readonly completed: number | null;
  readonly timeAdded: number | null;
  /** The final folder or file; empty while post-processing. */
  readonly storage: string;
  readonly failMessage: string;
}

export function parseQueue(answer: unknown): WireQueue | null {
  const queue = objectOf(objectOf(answer)?.["queue"]);
  if (queue === null || !Array.isArray(queue["slots"])) return null;
  return {
    version: text(queue, "version") || null,
    uptime: text(queue, "uptime") || null,
    paused: queue["paused"] === true || queue["paused"] === "True",
    kbpersec: number(queue, "kbpersec") ?? 0,
    slots: slotsIn(queue["slots"], parseQueueSlot),
  };
}

/** `"unchanged"` is the answer to a `last_history_update` that still holds: `{"history": false}`. */
export function parseHistory(answer: unknown): WireHistory | "unchanged" | null {
  const outer = objectOf(answer);
  if (outer?.["history"] === false) return "unchanged";
  const history = objectOf(outer?.["history"]);
  if (history === null || !Array.isArray(history["slots"])) return null;
  return {
    version: text(history, "version") || null,
    lastUpdate: number(history, "last_history_update"),
    slots: slotsIn(history["slots"], parseHistorySlot),
  };
}

export function parseVersion(answer: unknown): string | null {
  return text(objectOf(answer) ?? {}, "version") || null;
}

/** `mode=auth`: what kind of key it was given: `apikey`, `nzbkey`, `badkey`, `None` or `login` (no keys in use). */
export function parseAuth(answer: unknown): string | null {
  return text(objectOf(answer) ?? {}, "auth") || null;
}

/** The words of `{"status": false, "error": "…"}`, which comes with HTTP 200; `null` for any other answer. */
export function parseLogicalError(answer: unknown): string | null {
  const outer = objectOf(answer);
  return outer?.["status"] === false ? text(outer, "error") : null;
}

/** Today's are UUIDs; what is longer than this is no id. */
const LONGEST_ID = 256;

/** What is no row, or has no id, is left out. */
function slotsIn<Slot>(rows: unknown, parse: (row: JsonObject, nzoId: string) => Slot): Slot[] {
  const slots: Slot[] = [];
  for (const row of objectsOf(rows)) {
    const nzoId = text(row, "nzo_id");
    if (nzoId !== "" && nzoId.length <= LONGEST_ID) slots.push(parse(row, nzoId));
  }
  return slots;
}

function parseQueueSlot(slot: JsonObject, nzoId: string): WireQueueSlot {
  return {
    nzoId,
    filename: withoutPassword(text(slot, "filename"), text(slot, "password")),
    category: text(slot, "cat"),
    status: text(slot, "status"),
    priority: text(slot, "priority"),
    mb: number(slot, "mb") ?? 0,
    mbleft: number(slot, "mbleft") ?? 0,
    mbmissing: number(slot, "mbmissing") ?? 0,
    percentage: number(slot, "percentage") ?? 0,
    timeleft: text(slot, "timeleft"),
    labels: Array.isArray(slot["labels"])
      ? slot["labels"].filter((label) => typeof label === "string")
      : [],
    timeAdded: number(slot, "time_added"),
  };
}

function parseHistorySlot(slot: JsonObject, nzoId: string): WireHistorySlot {
  return {
    nzoId,
    name: text(slot, "name"),
    category: text(slot, "category"),
    status: text(slot, "status"),
    bytes: number(slot, "bytes") ?? 0,
    completed: number(slot, "completed"),
    timeAdded: number(slot, "time_added"),
    storage: text(slot, "storage"),
    failMessage: text(slot, "fail_message"),
  };
}

/** Old releases append ` / password` to the name of a job that has one; it must not get any further. */
function withoutPassword(name: string, password: string): string {
  const tail = ` / ${password}`;
  return password !== "" && name.endsWith(tail) ? name.slice(0, -tail.length) : name;
}

function text(from: JsonObject, field: string): string {
  const value = from[field];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

const DECIMAL = /^\s*-?\d+(\.\d+)?\s*$/;
/** Beyond every size, speed and time there is; what is larger is nonsense. */
const LARGEST = 1e15;

function number(from: JsonObject, field: string): number | null {
  const raw = from[field];
  const value = typeof raw === "string" && DECIMAL.test(raw) ? Number(raw) : raw;
  return typeof value === "number" && Math.abs(value) <= LARGEST ? value : null;
}
