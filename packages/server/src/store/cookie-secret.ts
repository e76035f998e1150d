import { randomBytes } from "node:crypto";

import { Secret } from "../config/secret.ts";
import type { Rows } from "./rows.ts";

const NAME = "cookie_secret";
const SECRET_BYTES = 48;

/** The secret that signs cookies when none is configured: made once, kept in the data folder, so never unsigned. */
export function keptCookieSecret(rows: Rows): Secret {
  rows.run(
    "INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)",
    NAME,
    randomBytes(SECRET_BYTES).toString("base64url"),
  );
  const row = rows.get("SELECT value FROM settings WHERE name = ?", NAME);
  return new Secret(String(row?.["value"]));
}
