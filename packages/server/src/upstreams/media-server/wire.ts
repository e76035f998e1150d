import { flagOf, objectOf, objectsOf, textOf } from "../json-fields.ts";

/** A person as both servers tell them; PascalCase on the wire. */
export interface WireUser {
  readonly id: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly isDisabled: boolean;
}

export interface WireSignIn {
  readonly user: WireUser;
  readonly accessToken: string;
}

/** GUIDs have 36 characters. It goes into a cookie, as the name does. */
const LONGEST_ID = 64;

/** @returns `null` without id or name. Rights that are not said are not given. */
export function parseUser(answer: unknown): WireUser | null {
  const user = objectOf(answer);
  const id = textOf(user?.["Id"]);
  const name = textOf(user?.["Name"]);
  if (id === null || name === null || id.length > LONGEST_ID) return null;
  const policy = objectOf(user?.["Policy"]);
  return {
    id,
    name,
    isAdministrator: flagOf(policy?.["IsAdministrator"]) ?? false,
    isDisabled: flagOf(policy?.["IsDisabled"]) ?? false,
  };
}

/** The answer of `AuthenticateByName`; `null` when it is something else. */
export function parseSignIn(answer: unknown): WireSignIn | null {
  const signIn = objectOf(answer);
  const user = parseUser(signIn?.["User"]);
  const accessToken = textOf(signIn?.["AccessToken"]);
  return user === null || accessToken === null ? null : { user, accessToken };
}

/**
 * A list of users, plain (Jellyfin, old Emby) or as `{Items}` (Emby's `/Users/Query`).
 *
 * @returns `null` when it is neither, or holds nobody: every media server has an account, and tags would mean others.
 */
export function parseUsers(answer: unknown): readonly WireUser[] | null {
  const list = Array.isArray(answer) ? answer : objectOf(answer)?.["Items"];
  if (!Array.isArray(list)) return null;
  const users = objectsOf(list).flatMap((user) => parseUser(user) ?? []);
  return users.length === 0 ? null : users;
}
