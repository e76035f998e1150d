import { keepUnchanged } from "../domain/keep-unchanged.ts";
import type { KnownUser } from "../domain/user.ts";

/** Joins those who signed in with those the media server lists; by id, the list's name wins. */
export type KnownUsers = (
  remembered: readonly KnownUser[],
  listed: readonly KnownUser[],
) => readonly KnownUser[];

/** Makes the function; it remembers its last result so that the same people are the same list. */
export function createKnownUsers(): KnownUsers {
  let from: readonly [readonly KnownUser[], readonly KnownUser[]] | null = null;
  let users: readonly KnownUser[] = [];
  return (remembered, listed) => {
    if (from?.[0] === remembered && from[1] === listed) return users;
    const byId = new Map<string, KnownUser>();
    for (const { id, name } of [...remembered, ...listed]) byId.set(id, { id, name });
    users = keepUnchanged(users, [...byId.values()], (user) => user.id);
    from = [remembered, listed];
    return users;
  };
}
