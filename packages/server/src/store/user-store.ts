import type { KnownUser } from "../domain/user.ts";
import type { Rows } from "./rows.ts";

/** Everyone who ever signed in: labels that fit two of them must be noticed also while the media server is away. */
export interface UserStore {
  /** The same array until somebody is added or renamed. */
  all(): readonly KnownUser[];
  /** @returns whether anything changed. */
  remember(user: KnownUser, now: number): boolean;
}

const UPSERT =
  "INSERT INTO users (id, name, seen_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at";

export function createUserStore(rows: Rows): UserStore {
  const read = (): readonly KnownUser[] =>
    rows
      .all("SELECT id, name FROM users ORDER BY id")
      .map((row) => ({ id: String(row["id"]), name: String(row["name"]) }));
  let users = read();
  return {
    all: () => users,
    remember({ id, name }, now) {
      const isKnown = users.some((user) => user.id === id && user.name === name);
      rows.run(UPSERT, id, name, now);
      if (!isKnown) users = read();
      return !isKnown;
    },
  };
}
