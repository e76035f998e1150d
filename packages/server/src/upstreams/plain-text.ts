import { oneLine } from "../domain/one-line.ts";

/** Above any release name or tracker message; what is longer is somebody's joke. */
const MAX_CHARACTERS = 1000;
/** As long as Linux lets a path be. */
const MAX_PATH_CHARACTERS = 4096;

/** Most names: nothing in them could be unruly, and where nothing is assigned there is no key. */
const HARMLESS = /^[ -<>-~]*$/;

const LINK = /\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gi;
/** In an address, with or without its beginning: `?passkey=...`, `&apikey=...`. */
const SECRET_PARAMETER =
  /([?&;][\w.-]*(?:key|pass|passwd|password|token|secret|auth|sid)=)[^&;#\s"'<>]+/gi;
const SECRET_CUT = "$1[secret]";

/**
 * A stranger's name for something, as one line (see `oneLine`): no broken surrogates, not endless, and without the keys
 * of an address that a download may be called by until its name is known.
 */
export function plainText(text: string): string {
  if (text.length <= MAX_CHARACTERS && HARMLESS.test(text)) return text.trim();
  return oneLine(text.slice(0, MAX_CHARACTERS).toWellFormed())
    .replaceAll(SECRET_PARAMETER, SECRET_CUT)
    .trim();
}

/** A path as one line, blanks and all, but for the keys of an address that a file may be called by. */
export function plainPath(path: string): string {
  if (path.length <= MAX_PATH_CHARACTERS && HARMLESS.test(path)) return path;
  return oneLine(path.slice(0, MAX_PATH_CHARACTERS).toWellFormed()).replaceAll(
    SECRET_PARAMETER,
    SECRET_CUT,
  );
}

/**
 * A download client's or tracker's complaint: `plainText` without links, since an announce link carries a passkey and an
 * indexer's a key. Paths stay; they are for admins, and cut out where others are shown the message.
 */
export function plainMessage(text: string): string {
  return plainText(text).replaceAll(LINK, "[link]");
}
