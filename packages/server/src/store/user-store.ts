import { keepUnchanged } from "../domain/keep-unchanged.ts";
import { foldUserName, type KnownUser } from "../domain/user.ts";
import type { Row, Rows } from "./rows.ts";

/**
 * Everyone we know of: whoever signed in, and whoever the media server listed last. A label that fits two of them must be
 * noticed also after a restart and while the media server is away, so all of it is kept.
 */
export interface UserStore {
  /** Each once, by name; the same array until somebody is added, renamed or gone. */
  all(): readonly KnownUser[];
  /** Somebody signed in, or is called like this now. @returns whether anything changed. */
  remember(user: KnownUser, now: number): boolean;
  /**
   * The media server listed everyone it has. No two of its accounts have one name at the same time, so whoever signed in
   * under the name of somebody who is listed, and is not listed, is gone; others who are not listed are kept. A list of
   * nobody is no list: somebody made the key that it was asked for with.
   *
   * @returns whether anything changed.
   */
  list(users: readonly KnownUser[]): boolean;
}

const RENAME_LISTED = "UPDATE listed_users SET name = ? WHERE id = ? AND name <> ?";
const REMEMBER =
  "INSERT INTO users (id, name, seen_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at";
const ADD_LISTED = `INSERT INTO listed_users (id, name) SELECT value ->> 'id', value ->> 'name' FROM json_each(?) WHERE true
  ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name <> excluded.name`;
const KEEP_LISTED =
  "DELETE FROM listed_users WHERE id NOT IN (SELECT value ->> 'id' FROM json_each(?))";
const FORGET = "DELETE FROM users WHERE id IN (SELECT value FROM json_each(?))";

export function createUserStore(rows: Rows): UserStore {
  let users: readonly KnownUser[] = [];
  let lastList: readonly KnownUser[] | null = null;

  const signedIn = (): readonly KnownUser[] => rows.all("SELECT id, name FROM users").map(userIn);
  /** @returns whether that is somebody else than before. */
  const read = (): boolean => {
    const listed = rows.all("SELECT id, name FROM listed_users").map(userIn);
    const byId = new Map([...signedIn(), ...listed].map((user) => [user.id, user]));
    const before = users;
    users = keepUnchanged(before, [...byId.values()].toSorted(byName), ({ id }) => id);
    return users !== before;
  };

  read();
  return {
    all: () => users,
    remember({ id, name }, now) {
      const isKnown = users.some((user) => user.id === id && user.name === name);
      if (isKnown) {
        rows.run(REMEMBER, id, name, now);
        return false;
      }
      rows.runTogether([
        [REMEMBER, id, name, now],
        [RENAME_LISTED, name, id, name],
      ]);
      return read();
    },
    list(listed) {
      if (listed === lastList || listed.length === 0) return false;
      lastList = listed;
      const json = JSON.stringify(listed.map(({ id, name }) => ({ id, name })));
      rows.runTogether([
        [ADD_LISTED, json],
        [KEEP_LISTED, json],
        [FORGET, JSON.stringify(goneFrom(signedIn(), listed))],
      ]);
      return read();
    },
  };
}

/** The ids of those whose name somebody else has now. */
function goneFrom(signedIn: readonly KnownUser[], listed: readonly KnownUser[]): readonly string[] {
  const ids = new Set(listed.map(({ id }) => id));
  const names = new Set(listed.map(({ name }) => foldUserName(name)));
  return signedIn
    .filter(({ id, name }) => !ids.has(id) && names.has(foldUserName(name)))
    .map(({ id }) => id);
}

/** Whoever reads of two people reads of them in the same order each time. */
function byName(a: KnownUser, b: KnownUser): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function userIn(row: Row): KnownUser {
  return { id: String(row["id"]), name: String(row["name"]) };
}
