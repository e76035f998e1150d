import { lstatSync, type Stats } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { hasOurSchema, NEWEST_VERSION, versionOf } from "./schema.ts";
import { storeTrouble } from "./store-trouble.ts";

/** Why a file cannot serve as our database, whatever is changed about its disk. */
export interface Unfit {
  readonly kind: "damaged" | "newer" | "foreign";
  /** In words, to follow "it is of no use:". */
  readonly reason: string;
}

/**
 * Looks through a database without changing a byte of it, its log included (but for what a killed process left half
 * written): what is wrong is better said at start than found at night, and what is kept aside should be as it was found.
 *
 * @param address by what SQLite is to find it, if not by its path.
 * @returns `null` when it is sound, or there is none yet.
 * @throws what SQLite or the file system says when it cannot be looked at.
 */
export function examine(
  path: string,
  timeoutMs: number,
  address: string | URL = path,
): Unfit | null {
  const file = statOf(path);
  if (file?.isDirectory() === true) return { kind: "damaged", reason: "a folder is in its place" };
  if ((file?.size ?? 0) === 0) {
    const hasLog = (statOf(`${path}-wal`)?.size ?? 0) > 0;
    return hasLog ? { kind: "damaged", reason: "it is empty, but its log is not" } : null;
  }
  try {
    return lookInto(address, timeoutMs);
  } catch (error) {
    // What is in the file can also make SQLite give up with a general error; all else is about the disk.
    const isGeneral = error instanceof Error && "errcode" in error && error.errcode === 1;
    if (isGeneral || storeTrouble(error, path)?.reason === "damaged") {
      return { kind: "damaged", reason: error instanceof Error ? error.message : "unreadable" };
    }
    throw error;
  }
}

/** READONLY_ROLLBACK: a process was killed before its first transaction was over, and its journal must be played back. */
const UNFINISHED = 8 | (3 << 8);

function lookInto(address: string | URL, timeoutMs: number): Unfit | null {
  const look = (readOnly: boolean): Unfit | null => {
    const database = new DatabaseSync(address, { readOnly, timeout: timeoutMs });
    try {
      return unfitIn(database);
    } finally {
      database.close();
    }
  };
  try {
    return look(true);
  } catch (error) {
    const isUnfinished =
      error instanceof Error && "errcode" in error && error.errcode === UNFINISHED;
    if (!isUnfinished) throw error;
    return look(false);
  }
}

/** The same of an open database. */
export function unfitIn(database: DatabaseSync): Unfit | null {
  const [finding] = database.prepare("PRAGMA integrity_check(1)").all();
  const text = String(finding?.["integrity_check"]);
  if (text !== "ok") return { kind: "damaged", reason: `its check found damage (${plain(text)})` };
  const version = versionOf(database);
  if (version > NEWEST_VERSION) {
    return {
      kind: "newer",
      reason: `a newer sofarr wrote it: its schema is version ${version}, and this one knows ${NEWEST_VERSION}`,
    };
  }
  return version < 0 || !hasOurSchema(database)
    ? { kind: "foreign", reason: "its tables are not sofarr's" }
    : null;
}

/** SQLite heads its findings with the name of the database, and breaks the line. */
function plain(finding: string): string {
  return finding
    .replace(/^\*{3}[^*]*\*{3}/u, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}
