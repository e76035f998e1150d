/** A person of the household as the media server names them; enough to decide ownership. */
export interface KnownUser {
  /** Folded, see `foldUserId`. */
  readonly id: string;
  readonly name: string;
}

/** The person who is looking. */
export interface Viewer extends KnownUser {
  readonly isAdmin: boolean;
}

/** Media servers write the same GUID with and without dashes, in either case; ours is lower case without. */
export function foldUserId(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}

/** User names are matched without case by both media servers. */
export function foldUserName(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}
