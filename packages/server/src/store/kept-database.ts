import { existsSync } from "node:fs";
import { constants, type DatabaseSync, type SQLInputValue } from "node:sqlite";

import type { Clock } from "../engine/clock.ts";
import { copyFile, copyRows } from "./copy-rows.ts";
import { databaseFileIn, FILE_ID, openDatabase } from "./database.ts";
import { rowsIn, type Row, type Rows, type Statement } from "./rows.ts";
import { openInMemory } from "./schema.ts";
import { wordsOf, type SetAside } from "./set-aside.ts";
import { storeTrouble, unknownTrouble, type StoreTrouble } from "./store-trouble.ts";

export interface KeptDatabaseOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  /** For how long another program may have the file locked: before anybody calls, and afterwards. */
  readonly patience?: { readonly atStartMs: number; readonly laterMs: number };
}

/** Whether what must outlive a restart does. */
export interface Keeping {
  /** Why nothing is kept right now, and since when (ms since the epoch); `null` while everything is. */
  readonly trouble: { readonly cause: StoreTrouble; readonly since: number } | null;
  /** The last file that was of no use, until somebody deletes it. */
  readonly setAside: SetAside | null;
}

type Values = readonly SQLInputValue[];

/** The database in memory, and what has changed since it stands in for the file. */
interface StandIn {
  readonly database: DatabaseSync;
  readonly rows: Rows;
  /** Everything that was copied from the file, and what came since. */
  readonly everything: () => Uint8Array;
  /** What came since. */
  readonly changes: () => Uint8Array;
}

/** Before anybody waits, a lock may pass; afterwards everybody would wait for it, and memory serves at once. */
const PATIENCE = { atStartMs: 3_000, laterMs: 250 };
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;
/** Trouble that comes back sooner is the same trouble: it is looked at, and logged, more and more rarely. */
const CALM_MS = 10 * 60_000;

/**
 * The one database in the data folder. When its disk fails (full, read-only, locked, damaged), what could be read and
 * whatever comes is kept in memory, and is written as soon as the file can be used again: nobody who calls notices.
 */
export class KeptDatabase implements Rows {
  readonly #options: KeptDatabaseOptions;
  readonly #path: string;
  readonly #patience: { readonly atStartMs: number; readonly laterMs: number };
  #file: { readonly database: DatabaseSync; readonly rows: Rows } | null = null;
  #standIn: StandIn | null = null;
  #trouble: Keeping["trouble"] = null;
  #setAside: SetAside | null = null;
  /** Its notice could not be written yet. */
  #isSetAsideNew = false;
  #retryMs = FIRST_RETRY_MS;
  #keptSince = Number.NEGATIVE_INFINITY;
  #cancelRetry: (() => void) | null = null;

  /** @throws StoreTrouble when the data folder can never be one, whatever is done about its disk. */
  constructor(options: KeptDatabaseOptions) {
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
    this.#path = databaseFileIn(options.dataDir);
    try {
      this.#open(this.#patience.atStartMs);
    } catch (error) {
      const trouble = this.#troubleIn(error);
      if (trouble.reason === "no-folder") throw trouble;
      this.#standBy(trouble, (memory) => copyFile(this.#path, memory, this.#patience.laterMs));
    }
  }

  get keeping(): Keeping {
    const isStillThere = this.#setAside !== null && existsSync(this.#setAside.file);
    return { trouble: this.#trouble, setAside: isStillThere ? this.#setAside : null };
  }

  run(sql: string, ...values: Values): void {
    this.#do((rows) => rows.run(sql, ...values));
  }

  runTogether(statements: readonly Statement[]): void {
    this.#do((rows) => rows.runTogether(statements));
  }

  get(sql: string, ...values: Values): Row | undefined {
    return this.#do((rows) => rows.get(sql, ...values));
  }

  all(sql: string, ...values: Values): readonly Row[] {
    return this.#do((rows) => rows.all(sql, ...values));
  }

  /** Writes what could not be written before, if that is possible now, and closes. */
  close(): void {
    this.#cancelRetry?.();
    if (this.#standIn !== null) this.#comeBack();
    this.#cancelRetry?.();
    if (this.#trouble !== null) {
      const { since } = this.#trouble;
      this.#options.log.error(
        { file: this.#path, since: new Date(since).toISOString() },
        "stopped while nothing could be kept: what happened since then is lost",
      );
    }
    this.#standIn?.database.close();
    this.#file?.database.close();
  }

  #do<T>(work: (rows: Rows) => T): T {
    const file = this.#file;
    if (file !== null) {
      try {
        return work(file.rows);
      } catch (error) {
        const trouble = this.#troubleIn(error);
        this.#file = null;
        this.#standBy(trouble, (memory) => copyRows(file.database, memory));
        file.database.close();
      }
    }
    if (this.#standIn === null) throw new Error("the database is closed");
    return work(this.#standIn.rows);
  }

  /** @throws the error itself when it is no trouble with the file. */
  #troubleIn(error: unknown): StoreTrouble {
    const trouble = storeTrouble(error, this.#path);
    if (trouble === null) throw error;
    return trouble;
  }

  #standBy(cause: StoreTrouble, copy: (memory: DatabaseSync) => void): void {
    const database = openInMemory();
    const everything = database.createSession();
    copy(database);
    const changes = database.createSession();
    this.#standIn = {
      database,
      rows: rowsIn(database),
      changes: () => changes.changeset(),
      everything: () => everything.changeset(),
    };
    const now = this.#options.clock.now();
    if (now - this.#keptSince > CALM_MS) this.#retryMs = FIRST_RETRY_MS;
    this.#trouble = { cause, since: now };
    this.#tell(cause);
    this.#retryLater();
  }

  #retryLater(): void {
    const { clock } = this.#options;
    this.#cancelRetry = clock.after(this.#retryMs, () => this.#comeBack());
    this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS);
  }

  #comeBack(): void {
    const standIn = this.#standIn;
    const before = this.#trouble;
    if (standIn === null || before === null) return;
    try {
      this.#open(this.#patience.laterMs);
    } catch (error) {
      const cause = storeTrouble(error, this.#path) ?? unknownTrouble(error, this.#path);
      this.#trouble = { cause, since: before.since };
      if (cause.reason !== before.cause.reason) this.#tell(cause);
      this.#retryLater();
      return;
    }
    const now = this.#options.clock.now();
    this.#standIn = null;
    this.#trouble = null;
    this.#keptSince = now;
    standIn.database.close();
    this.#options.log.info(
      { file: this.#path, forMs: now - before.since },
      "everything is kept again, also what happened meanwhile",
    );
  }

  /** Opens the file, and brings in what happened while it could not be used. */
  #open(patienceMs: number): void {
    const database = openDatabase(this.#path, {
      timeoutMs: patienceMs,
      now: this.#options.clock.now(),
      onSetAside: (aside) => this.#tellOfSetAside(aside),
    });
    try {
      const rows = rowsIn(database);
      if (this.#standIn !== null) bringIn(database, missingIn(rows, this.#standIn));
      if (this.#isSetAsideNew && this.#setAside !== null) rememberSetAside(rows, this.#setAside);
      this.#isSetAsideNew = false;
      this.#setAside = rememberedSetAside(rows);
      this.#file = { database, rows };
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #tellOfSetAside(aside: SetAside): void {
    this.#setAside = aside;
    this.#isSetAsideNew = true;
    const { kind, reason, file } = aside;
    const { message, advice } = wordsOf(aside);
    this.#options.log.error({ file: this.#path, keptAs: file, kind, reason, advice }, message);
  }

  #tell(cause: StoreTrouble): void {
    this.#options.log.error(
      { file: this.#path, reason: cause.reason, advice: cause.advice, err: cause.cause },
      `nothing is kept for now, and sofarr goes on without: ${cause.message}`,
    );
  }
}

/** A file that is not the one we copied from has nothing of it. */
function missingIn(rows: Rows, standIn: StandIn): Uint8Array {
  const copied = standIn.rows.get(FILE_ID)?.["value"];
  const isSame = copied === undefined || copied === rows.get(FILE_ID)?.["value"];
  return isSame ? standIn.changes() : standIn.everything();
}

/** All or nothing. Where both changed the same row, ours is newer. */
function bringIn(database: DatabaseSync, changeset: Uint8Array): void {
  database.exec("BEGIN IMMEDIATE");
  database.applyChangeset(changeset, {
    onConflict: (conflict) =>
      conflict === constants.SQLITE_CHANGESET_DATA ||
      conflict === constants.SQLITE_CHANGESET_CONFLICT
        ? constants.SQLITE_CHANGESET_REPLACE
        : constants.SQLITE_CHANGESET_OMIT,
  });
  database.exec("COMMIT");
}

function rememberSetAside(rows: Rows, aside: SetAside): void {
  rows.run(
    "INSERT OR REPLACE INTO settings (name, value) VALUES ('set_aside', ?)",
    JSON.stringify(aside),
  );
}

function rememberedSetAside(rows: Rows): SetAside | null {
  const row = rows.get("SELECT value FROM settings WHERE name = 'set_aside'");
  return row === undefined ? null : (JSON.parse(String(row["value"])) as SetAside);
}
