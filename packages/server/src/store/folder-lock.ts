import { closeSync, mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Holds a data folder for one process. */
export interface FolderLock {
  /** Lets go; the second time nothing happens. */
  release(): void;
}

/** Another sofarr has the data folder: its words say what to do. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";

  constructor(folder: string) {
    super(
      `Another sofarr is using DATA_DIR, ${resolve(folder)}. Stop that one first, or set DATA_DIR to a folder of its own for this one.`,
    );
  }
}

const FILE_NAME = "sofarr.lock";
/** Whoever is just ending lets go within that time. */
const PATIENCE_MS = 2_000;
const BUSY = 5;
const OURS_ALONE = 0o600;

/**
 * Takes the data folder for this process, or says that another one has it: two would each believe to know all, and undo
 * each other's sign-outs and counts.
 *
 * It is a lock of the operating system, which SQLite holds on an empty file: it goes with the process however that ends,
 * and asks for no process id, for those repeat from container to container. The file stays, and means nothing by itself.
 *
 * @param onUnknown told why it cannot be taken for other reasons (a full or read-only disk, a file system without locks):
 *   then sofarr goes on as it does without a database.
 * @throws FolderInUse
 */
export function lockFolder(
  folder: string,
  onUnknown: (error: unknown) => void,
  patienceMs = PATIENCE_MS,
): FolderLock {
  let database: DatabaseSync | null = null;
  const release = (): void => {
    if (database?.isOpen === true) database.close();
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = lockFileIn(folder);
    makeFile(path);
    database = new DatabaseSync(path, { timeout: patienceMs });
    // Nothing is ever written: a journal would be one file more.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    release();
    if (isBusy(error)) throw new FolderInUse(folder);
    onUnknown(error);
  }
  return { release };
}

/** Whether a sofarr has the folder right now; looks without changing anything. */
export function isFolderInUse(folder: string): boolean {
  try {
    const database = new DatabaseSync(lockFileIn(folder), { readOnly: true, timeout: 0 });
    try {
      database.exec("SELECT count(*) FROM sqlite_schema");
    } finally {
      database.close();
    }
    return false;
  } catch (error) {
    return isBusy(error);
  }
}

/**
 * Others may not even read it, for whoever reads can hold a lock. Never opened but to make it: when a process closes a
 * file, all its locks on it are gone.
 */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", OURS_ALONE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function lockFileIn(folder: string): string {
  return resolve(join(folder, FILE_NAME));
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && Number(error.errcode) % 256 === BUSY;
}
