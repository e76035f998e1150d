import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

import { Secret } from "../config/secret.ts";

const NAME = "cookie_secret";
const SECRET_BYTES = 48;

/** The secret that signs cookies when none is configured: made once, kept in the data folder, so never unsigned. */
export function keptCookieSecret(database: DatabaseSync): Secret {
  database
    .prepare("INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)")
    .run(NAME, randomBytes(SECRET_BYTES).toString("base64url"));
  const row = database.prepare("SELECT value FROM settings WHERE name = ?").get(NAME) as {
    value: string;
  };
  return new Secret(row.value);
}
