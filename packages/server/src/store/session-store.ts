import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

import type { Secret } from "../config/secret.ts";
import type { Viewer } from "../domain/user.ts";
import type { Rows } from "./rows.ts";

/** A signed-in browser. The token is the media server's and never leaves the server. */
export interface Session {
  /** Random; only its hash is stored, so a copy of the database opens no session. */
  readonly id: string;
  readonly viewer: Viewer;
  readonly deviceId: string;
  readonly accessToken: string;
  readonly isRemembered: boolean;
  readonly expiresAt: number;
  /** When the media server last confirmed the person and their rights. */
  readonly checkedAt: number;
}

export interface NewSession {
  readonly viewer: Viewer;
  readonly deviceId: string;
  readonly accessToken: string;
  readonly isRemembered: boolean;
}

/** Sessions, outliving restarts. */
export interface SessionStore {
  create(session: NewSession, now: number): Session;
  /** `null` for an unknown or expired session. */
  find(id: string, now: number): Session | null;
  /** The media server confirmed the person: keep their rights as they are now. */
  confirm(id: string, viewer: Viewer, now: number): void;
  remove(id: string): void;
  removeExpired(now: number): void;
}

const ID_BYTES = 32;
const HOUR_MS = 60 * 60 * 1000;
const REMEMBERED_FOR_MS = 30 * 24 * HOUR_MS;
/** A browser session ends with the browser; this only cleans up after those that never say so. */
const BROWSER_SESSION_FOR_MS = 24 * HOUR_MS;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const INSERT = `INSERT INTO sessions
    (id_hash, user_id, user_name, is_admin, device_id, access_token, is_remembered, created_at, expires_at, checked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SELECT = "SELECT * FROM sessions WHERE id_hash = ? AND expires_at > ?";
const CONFIRM = "UPDATE sessions SET user_name = ?, is_admin = ?, checked_at = ? WHERE id_hash = ?";
const REMOVE = "DELETE FROM sessions WHERE id_hash = ?";
const REMOVE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= ?";

/**
 * @param secret the cookie secret. It may lie in the same database, so that a token's key is made from it and from the
 *   session's id, which only the browser has: whoever copies the database can read no token.
 */
export function createSessionStore(rows: Rows, secret: Secret): SessionStore {
  const keyOf = (id: string): Buffer =>
    Buffer.from(hkdfSync("sha256", secret.reveal(), id, "sofarr media token", KEY_BYTES));
  return {
    create(session, now) {
      const id = randomBytes(ID_BYTES).toString("base64url");
      const expiresAt = now + (session.isRemembered ? REMEMBERED_FOR_MS : BROWSER_SESSION_FOR_MS);
      const { viewer } = session;
      rows.run(
        INSERT,
        hashOf(id),
        viewer.id,
        viewer.name,
        Number(viewer.isAdmin),
        session.deviceId,
        encrypt(keyOf(id), session.accessToken),
        Number(session.isRemembered),
        now,
        expiresAt,
        now,
      );
      return { ...session, id, expiresAt, checkedAt: now };
    },
    find(id, now) {
      const row = rows.get(SELECT, hashOf(id), now);
      if (row === undefined) return null;
      const accessToken = decrypt(keyOf(id), row["access_token"] as Uint8Array);
      // The cookie secret was changed: the token is lost, so is the session.
      if (accessToken === null) return null;
      return {
        id,
        viewer: {
          id: String(row["user_id"]),
          name: String(row["user_name"]),
          isAdmin: row["is_admin"] === 1,
        },
        deviceId: String(row["device_id"]),
        accessToken,
        isRemembered: row["is_remembered"] === 1,
        expiresAt: Number(row["expires_at"]),
        checkedAt: Number(row["checked_at"]),
      };
    },
    confirm(id, viewer, now) {
      rows.run(CONFIRM, viewer.name, Number(viewer.isAdmin), now, hashOf(id));
    },
    remove(id) {
      rows.run(REMOVE, hashOf(id));
    },
    removeExpired(now) {
      rows.run(REMOVE_EXPIRED, now);
    },
  };
}

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

function encrypt(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, bytes: Uint8Array): string | null {
  const sealed = Buffer.from(bytes);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return (
      decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") +
      decipher.final("utf8")
    );
  } catch {
    return null;
  }
}
