import { keepUnchanged } from "../domain/keep-unchanged.ts";
import { foldUserName, type KnownUser } from "../domain/user.ts";

/**
 * Joins those who signed in with those the media server lists; by id, the list's name wins. No two accounts of a media
 * server have the same name at the same time, so whoever is remembered under the name of somebody who is listed is gone.
 */
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
    const listedNames = new Set(listed.map(({ name }) => foldUserName(name)));
    const listedIds = new Set(listed.map(({ id }) => id));
    const others = remembered.filter(
      ({ id, name }) => listedIds.has(id) || !listedNames.has(foldUserName(name)),
    );
    for (const { id, name } of [...others, ...listed]) byId.set(id, { id, name });
    users = keepUnchanged(users, [...byId.values()], (user) => user.id);
    from = [remembered, listed];
    return users;
  };
}
