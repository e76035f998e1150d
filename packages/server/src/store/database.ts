import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const FILE_NAME = "sofarr.db";
const BUSY_TIMEOUT_MS = 2_000;

/** Each entry takes the schema one version further; entries are never changed once released. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE sessions (
     id_hash TEXT PRIMARY KEY,
     user_id TEXT NOT NULL,
     user_name TEXT NOT NULL,
     is_admin INTEGER NOT NULL,
     device_id TEXT NOT NULL,
     access_token BLOB NOT NULL,
     is_remembered INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     expires_at INTEGER NOT NULL,
     checked_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX sessions_by_user ON sessions (user_id);
   CREATE TABLE users (id TEXT PRIMARY KEY, name TEXT NOT NULL, seen_at INTEGER NOT NULL) STRICT;
   CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  `CREATE TABLE webhook_counters (
     sender TEXT PRIMARY KEY,
     events_received INTEGER NOT NULL,
     duplicates INTEGER NOT NULL,
     polls_skipped INTEGER NOT NULL,
     last_event_at INTEGER,
     last_event_type TEXT
   ) STRICT;`,
];

/**
 * Opens (or creates) the one database in the data folder and brings its schema up to date. It is looked through first:
 * what is damaged is better said at start than found at night.
 *
 * @throws with words for the admin when the folder cannot be written, or the file is damaged or from a newer sofarr.
 */
export function openDatabase(dataDir: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, FILE_NAME);
    // It holds the secret of the cookies: nobody else may read it, whatever the folder allows.
    closeSync(openSync(path, "a", 0o600));
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
    );
    examine(database);
    migrate(database);
    return database;
  } catch (cause) {
    throw new Error(
      `The database in DATA_DIR cannot be used (${cause instanceof Error ? cause.message : "unknown reason"}). ` +
        "Give sofarr a folder it may write to; if the file is damaged or from a newer sofarr, move it aside and start again.",
      { cause },
    );
  }
}

function examine(database: DatabaseSync): void {
  const [finding] = database.prepare("PRAGMA quick_check(1)").all();
  if (finding?.["quick_check"] !== "ok") throw new Error("the file is damaged");
}

function migrate(database: DatabaseSync): void {
  const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (row.user_version > MIGRATIONS.length) throw new Error("it was written by a newer sofarr");
  for (let version = row.user_version; version < MIGRATIONS.length; version += 1) {
    database.exec(
      `BEGIN IMMEDIATE; ${MIGRATIONS[version] ?? ""}; PRAGMA user_version = ${version + 1}; COMMIT;`,
    );
  }
}
