import { randomUUID } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { examine, type Unfit } from "./examine.ts";
import { migrate } from "./schema.ts";
import { setAside, type SetAside } from "./set-aside.ts";
import { storeTrouble, StoreTrouble } from "./store-trouble.ts";

const OURS_ALONE = 0o600;

/** The whole path of the database in a data folder. */
export function databaseFileIn(dataDir: string): string {
  return resolve(join(dataDir, "sofarr.db"));
}

/**
 * Opens (or makes) the database and brings its schema up to date. A file that is of no use is kept aside, and a fresh one
 * started. What is opened can be written: that was tried.
 *
 * WAL with `synchronous = NORMAL`: what was written outlives the process whatever becomes of it, and the file is sound
 * also after a power cut, which may take the last moments' rows.
 *
 * @param timeoutMs for how long another program may have it locked.
 * @param onSetAside told at once: what comes after that may fail.
 * @throws StoreTrouble when the disk does not let it be used.
 */
export function openDatabase(
  path: string,
  options: {
    readonly timeoutMs: number;
    readonly now: number;
    readonly onSetAside: (aside: SetAside) => void;
  },
): DatabaseSync {
  const { timeoutMs, now, onSetAside } = options;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const unfit = examine(path, timeoutMs);
    if (unfit !== null) onSetAside(moveAway(path, unfit, now));
    keepToOurselves(path);
    const database = new DatabaseSync(path, { timeout: timeoutMs });
    try {
      database.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
      );
      migrate(database);
      sign(database, now);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw storeTrouble(error, path) ?? error;
  }
}

/** By what a file is known again: an id of its own, given when it was made. */
export const FILE_ID = "SELECT value FROM settings WHERE name = 'file_id'";

/** SQLite opens what it may only read without a word: writing tells. */
function sign(database: DatabaseSync, now: number): void {
  database
    .prepare("INSERT OR IGNORE INTO settings (name, value) VALUES ('file_id', ?)")
    .run(randomUUID());
  database
    .prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('opened_at', ?)")
    .run(new Date(now).toISOString());
}

/** @throws StoreTrouble that also says why it should have been moved. */
function moveAway(path: string, unfit: Unfit, now: number): SetAside {
  try {
    return setAside(path, unfit, now);
  } catch (error) {
    const trouble = storeTrouble(error, path);
    if (trouble === null) throw error;
    const { reason, message, advice } = trouble;
    throw new StoreTrouble(
      reason,
      `${message} Nor can it be used (${unfit.reason}) or kept aside.`,
      advice,
      error,
    );
  }
}

/** It holds the secret of the cookies: nobody else may read it, whatever the folder allows. */
function keepToOurselves(path: string): void {
  closeSync(openSync(path, "a", OURS_ALONE));
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, OURS_ALONE);
}
