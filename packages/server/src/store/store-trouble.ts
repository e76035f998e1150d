import { basename, dirname } from "node:path";

/** Why the database cannot be used as it is right now. */
export type StoreTroubleReason =
  | "full"
  | "read-only"
  | "not-allowed"
  | "locked"
  | "damaged"
  | "failing"
  | "no-folder";

/** Trouble with the database, in words for an admin: what is wrong, with which file, and what to change. */
export class StoreTrouble extends Error {
  override readonly name = "StoreTrouble";
  readonly reason: StoreTroubleReason;
  readonly advice: string;

  constructor(reason: StoreTroubleReason, message: string, advice: string, cause: unknown) {
    super(message, { cause });
    this.reason = reason;
    this.advice = advice;
  }
}

/** By SQLite's primary result code, https://sqlite.org/rescode.html. What is not here is a mistake of ours. */
const REASON_OF_RESULT: ReadonlyMap<number, StoreTroubleReason> = new Map([
  [3, "not-allowed"], // PERM
  [5, "locked"], // BUSY
  [6, "locked"], // LOCKED
  [8, "read-only"], // READONLY
  [10, "failing"], // IOERR
  [11, "damaged"], // CORRUPT
  [13, "full"], // FULL
  [14, "failing"], // CANTOPEN
  [15, "locked"], // PROTOCOL: the locks of the log cannot be had
  [22, "failing"], // NOLFS
  [26, "damaged"], // NOTADB
]);
/** IOERR_SHMSIZE: the file beside the log could not grow. */
const NO_ROOM_FOR_SHARED_MEMORY = 10 | (19 << 8);
/** IOERR_SHORT_READ: there is less of the file than it says itself. */
const CUT_OFF = 10 | (2 << 8);

const REASON_OF_ERRNO: ReadonlyMap<string, StoreTroubleReason> = new Map([
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["EROFS", "read-only"],
  ["EACCES", "not-allowed"],
  ["EPERM", "not-allowed"],
  ["EEXIST", "no-folder"],
  ["ENOTDIR", "no-folder"],
]);

/**
 * Says what an error of SQLite or of the file system means for this database.
 *
 * @param file the database's whole path.
 * @returns `null` for an error that says nothing about the file: that is a mistake of ours.
 */
export function storeTrouble(error: unknown, file: string): StoreTrouble | null {
  if (error instanceof StoreTrouble) return error;
  if (!(error instanceof Error)) return null;
  const reason = reasonOf(error);
  return reason === null
    ? null
    : new StoreTrouble(reason, ...WORDS[reason](file, error.message), error);
}

/** For whom even a mistake of ours is no reason to end. */
export function unknownTrouble(error: unknown, file: string): StoreTrouble {
  const detail = error instanceof Error ? error.message : "unknown reason";
  return new StoreTrouble("failing", ...WORDS.failing(file, detail), error);
}

/** There is too little room for it, though nothing has failed yet. */
export function noRoom(file: string): StoreTrouble {
  return new StoreTrouble("full", ...WORDS.full(file, ""), null);
}

function reasonOf(error: Error): StoreTroubleReason | null {
  if ("errcode" in error && typeof error.errcode === "number") {
    if (error.errcode === NO_ROOM_FOR_SHARED_MEMORY) return "full";
    if (error.errcode === CUT_OFF) return "damaged";
    return REASON_OF_RESULT.get(error.errcode & 0xff) ?? null;
  }
  if (!("syscall" in error) || !("code" in error)) return null;
  return REASON_OF_ERRNO.get(String(error.code)) ?? "failing";
}

type Words = readonly [message: string, advice: string];

/** What is wrong, and what to change. */
const WORDS: Readonly<Record<StoreTroubleReason, (file: string, detail: string) => Words>> = {
  full: (file) => [`There is no room left for ${file}.`, "Make room on that disk."],
  "read-only": (file) => [
    `${file} cannot be written: the file, its folder or its disk is read-only.`,
    "Mount the folder of DATA_DIR for writing.",
  ],
  "not-allowed": (file) => [
    `sofarr, as ${userWords()}, may not write ${file}.`,
    `Give it the folder of DATA_DIR, ${dirname(file)}, with all that is in it.`,
  ],
  locked: (file) => [
    `Another program has ${file} locked.`,
    "End what else uses it: every sofarr needs a DATA_DIR of its own.",
  ],
  damaged: (file, detail) => [
    `${file} is damaged (${detail}).`,
    "Look after the disk; the file is kept aside as soon as it can be, and a fresh one started.",
  ],
  "no-folder": (file) => [
    `DATA_DIR cannot be a folder: there is a file where ${dirname(file)} should be.`,
    `Set DATA_DIR to a folder that sofarr may write to; it makes ${basename(file)} in it.`,
  ],
  failing: (file, detail) => [
    `${file} cannot be used (${detail}).`,
    "Look after the disk and the folder of DATA_DIR.",
  ],
};

function userWords(): string {
  const id = process.getuid?.();
  return id === undefined ? "the user it runs as" : `user ${id}`;
}
