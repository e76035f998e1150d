import { DatabaseSync } from "node:sqlite";

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
  `CREATE TABLE listed_users (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;`,
];

/** Every version of the schema up to the newest that this sofarr knows. */
export const NEWEST_VERSION = MIGRATIONS.length;

/** Brings a database up to the given version, each step in a transaction of its own. */
export function migrate(database: DatabaseSync, to = NEWEST_VERSION): void {
  for (let version = versionOf(database); version < to; version += 1) {
    database.exec(
      `BEGIN IMMEDIATE; ${MIGRATIONS[version] ?? ""}; PRAGMA user_version = ${version + 1}; COMMIT;`,
    );
  }
}

/** 0 for a database in which nothing was made yet. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}

/** A database of this sofarr's version that lives as long as the process. */
export function openInMemory(version = NEWEST_VERSION): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  migrate(database, version);
  return database;
}

/** Names of the tables of a database. */
export function tablesOf(database: DatabaseSync): readonly string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
}

/** Whether all tables and indexes are there as its version has them. What else there is does no harm. */
export function hasOurSchema(database: DatabaseSync): boolean {
  const expected = openInMemory(versionOf(database));
  const found = new Set(definitionsIn(database));
  const isComplete = definitionsIn(expected).every((sql) => found.has(sql));
  expected.close();
  return isComplete && (versionOf(database) > 0 || found.size === 0);
}

function definitionsIn(database: DatabaseSync): readonly string[] {
  return database
    .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    .all()
    .map(({ sql }) => String(sql));
}
