/** Above any release name or tracker message; what is longer is somebody's joke. */
const MAX_CHARACTERS = 1000;

const LINK = /\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gi;
/** A stranger's name for something, as one line: no control characters, no broken surrogates, not endless. */
export function plainText(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
}

/**
 * A download client's or tracker's complaint: `plainText` without links, since an announce link carries a passkey and an
 * indexer's a key. Paths stay; they are for admins, and cut out where others are shown the message.
 */
export function plainMessage(text: string): string {
  return plainText(text).replaceAll(LINK, "[link]");
}
