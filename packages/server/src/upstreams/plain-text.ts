/** Above any release name or tracker message; what is longer is somebody's joke. */
const MAX_CHARACTERS = 1000;

const LINK = /\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gi;
/** An absolute path of at least one folder, up to the next quote, colon or end: folder names may have spaces. */
const UNIX_PATH = /(?<![\w/.:])\/[^/\n"':]+\/[^\n"':]*/g;
const WINDOWS_PATH = /(?:\b[a-z]:[\\/]|\\\\)[^\n"':]*/gi;

/** A stranger's name for something, as one line: no control characters, no broken surrogates, not endless. */
export function plainText(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
}

/**
 * A download client's or tracker's complaint, fit for the owner of the download: `plainText` without links (an
 * announce link carries a passkey) and without file paths (which are for admins).
 */
export function publicMessage(text: string): string {
  return plainText(text)
    .replaceAll(LINK, "[link]")
    .replaceAll(UNIX_PATH, "[path]")
    .replaceAll(WINDOWS_PATH, "[path]");
}
