import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { unfitIn } from "./examine.ts";
import { tablesOf } from "./schema.ts";
import { hasContent, LOGS } from "./set-aside.ts";
import { unchangingAddress } from "./unchanging-address.ts";

/**
 * Copies every row it can read, table by table, into a database of the newest version; what cannot be read, or does not
 * fit, is left out.
 */
export function copyRows(from: DatabaseSync, to: DatabaseSync): void {
  for (const table of tablesOf(to)) {
    try {
      const columns = new Set(columnsOf(to, table));
      const shared = columnsOf(from, table).filter((column) => columns.has(column));
      const insert = to.prepare(
        `INSERT INTO ${table} (${shared.join(", ")}) VALUES (${shared.map(() => "?").join(", ")})`,
      );
      for (const row of from.prepare(`SELECT ${shared.join(", ")} FROM ${table}`).iterate()) {
        insert.run(...shared.map((column) => row[column] ?? null));
      }
    } catch {
      // The rest of a table that cannot be read is lost, or will be read when the file can be used again.
    }
  }
}

/** Copies what a file holds that cannot be written, if it is sound and can be read at all. */
export function copyFile(path: string, to: DatabaseSync, timeoutMs: number): void {
  for (const address of addressesOf(path)) {
    try {
      const from = new DatabaseSync(address, { readOnly: true, timeout: timeoutMs });
      try {
        if (unfitIn(from) === null) copyRows(from, to);
        return;
      } finally {
        from.close();
      }
    } catch {
      // Perhaps it can be read in the other way; if not, it is as good as none.
    }
  }
}

/** With its log overlooked, whoever signed out last would be signed in again: so as unchanging only where there is none. */
function addressesOf(path: string): readonly (string | URL)[] {
  if (!existsSync(path)) return [];
  if (LOGS.some((log) => hasContent(path + log))) return [path];
  return [path, unchangingAddress(path)];
}

function columnsOf(database: DatabaseSync, table: string): readonly string[] {
  return database
    .prepare("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map(({ name }) => String(name));
}
