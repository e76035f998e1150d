/** A name and a password as `Authorization: Basic` carries them. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** As long as signing in allows, in base64. */
const MOST_CHARACTERS = 4096;
const BASIC = /^basic +([a-z0-9+/]+={0,2}) *$/iu;

/**
 * Reads the header `Authorization`.
 *
 * @returns `null` when it is not there, of another kind, broken, or without a name or a password.
 */
export function basicCredentialsIn(header: string | undefined): BasicCredentials | null {
  if (header === undefined || header.length > MOST_CHARACTERS) return null;
  const encoded = BASIC.exec(header)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const [username, password] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  return username.trim() === "" || password === "" ? null : { username, password };
}
