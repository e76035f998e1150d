import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename } from "node:path";

import type { Unfit } from "./examine.ts";

/** A database that was of no use and was given another name. */
export interface SetAside {
  /** Its whole path now. */
  readonly file: string;
  readonly kind: Unfit["kind"];
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Behind a database's name: its logs, which SQLite then still finds, and what it makes anew to read one. */
export const LOGS: readonly string[] = ["-wal", "-journal"];
export const SCRATCH = "-shm";

/**
 * Gives a database that is of no use another name, e.g. `sofarr.db.damaged-20261123T201500Z`, with its log.
 *
 * @throws what the file system says.
 */
export function setAside(path: string, { kind, reason }: Unfit, now: number): SetAside {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
  const file = freeName(`${path}.${kind}-${time}`);
  // A log comes last: without it, but in its old place, the database might pass for sound and be older than it is.
  if (existsSync(path)) renameSync(path, file);
  for (const log of LOGS) {
    if (hasContent(path + log)) renameSync(path + log, file + log);
  }
  for (const rest of [...LOGS, SCRATCH]) rmSync(path + rest, { force: true });
  return { file, kind, reason, at: now };
}

/** What an admin should know of it, and may do with it. */
export function wordsOf({ file, kind, reason }: SetAside): {
  readonly message: string;
  readonly advice: string;
} {
  const name = basename(file);
  return {
    message: `The database could not be used: ${reason}. It is kept aside as ${name}, and a fresh one was started, so everybody signs in again and counters begin anew.`,
    advice:
      kind === "newer"
        ? `To go on with it, start the newer sofarr with it under its old name. Delete ${name} if you do not need it; then this notice goes.`
        : `If there was no power cut, look after the disk. Delete ${name} when you do not need it; then this notice goes.`,
  };
}

/** Whether there is such a file with something in it. */
export function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count += 1) name = `${wanted}-${count}`;
  return name;
}
