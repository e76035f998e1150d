import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { databaseFileIn } from "./database.ts";
import { examine, type Unfit } from "./examine.ts";
import { isFolderInUse } from "./folder-lock.ts";
import { hasContent, LOGS, SCRATCH } from "./set-aside.ts";
import { noRoom, storeTrouble } from "./store-trouble.ts";
import { unchangingAddress } from "./unchanging-address.ts";

/** What is found where the database is, or will be. */
export interface StoreFinding {
  /** Its whole path. */
  readonly file: string;
  /** With its log; `null` while there is none. */
  readonly sizeBytes: number | null;
  /** A sofarr that runs right now has the folder. */
  readonly isInUse: boolean;
  /** Why the next start cannot use it as it is; `null` when nothing stands against it. */
  readonly trouble: { readonly message: string; readonly advice: string } | null;
}

const PATIENCE_MS = 1_000;
/** With less room than that not even the first tables can be made. */
const ROOM_BYTES = 128 * 1024;

/**
 * Looks whether the database can be used, without changing, making or moving anything in the data folder.
 *
 * @throws never for what is wrong there: that is the finding.
 */
export function surveyStore(dataDir: string): StoreFinding {
  const file = databaseFileIn(dataDir);
  const isInUse = isFolderInUse(dataDir);
  return { file, sizeBytes: sizeOf(file), isInUse, trouble: troubleWith(file, isInUse) };
}

function troubleWith(file: string, isInUse: boolean): StoreFinding["trouble"] {
  try {
    expectToWrite(file);
    const unfit = existsSync(file) ? lookInto(file, isInUse) : null;
    return unfit === null ? null : wordsOf(file, unfit);
  } catch (error) {
    const trouble = storeTrouble(error, file);
    if (trouble === null) throw error;
    return trouble;
  }
}

/** @throws what stands against writing it, as far as that can be told without writing. */
function expectToWrite(file: string): void {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  // With the dot a file in the place of the folder is none.
  accessSync(`${folder}/.`, constants.W_OK | constants.X_OK);
  for (const part of partsOf(file)) accessSync(part, constants.R_OK | constants.W_OK);
  const { bsize, blocks, bavail } = statfsSync(folder);
  if (blocks > 0 && bavail * bsize < ROOM_BYTES) throw noRoom(file);
}

/**
 * SQLite makes files beside a database that has a log even to read it, unless they are there or the database is told to be
 * unchanging. So one that a killed process left with its log is looked into as a copy.
 *
 * @throws what SQLite or the file system says when it cannot be looked at.
 */
function lookInto(file: string, isInUse: boolean): Unfit | null {
  const hasLog = LOGS.some((log) => hasContent(file + log));
  if (isInUse && existsSync(file + SCRATCH)) return examine(file, PATIENCE_MS);
  if (!hasLog) return examine(file, PATIENCE_MS, unchangingAddress(file));
  const folder = mkdtempSync(join(tmpdir(), "sofarr-doctor-"));
  try {
    const copy = join(folder, basename(file));
    for (const end of ["", ...LOGS])
      if (existsSync(file + end)) copyFileSync(file + end, copy + end);
    return examine(copy, PATIENCE_MS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wordsOf(file: string, { kind, reason }: Unfit): StoreFinding["trouble"] {
  const next = "the next start keeps it aside, and everybody signs in again";
  return {
    message: `${file} is of no use: ${reason}.`,
    advice:
      kind === "newer"
        ? `Start the newer sofarr again; with this one, ${next}.`
        : `Put a sound copy in its place; else ${next}.`,
  };
}

function sizeOf(file: string): number | null {
  return existsSync(file)
    ? partsOf(file).reduce((sum, part) => sum + statSync(part).size, 0)
    : null;
}

/** The database and its logs, those that are there. */
function partsOf(file: string): readonly string[] {
  return ["", ...LOGS].map((end) => file + end).filter((part) => existsSync(part));
}
