/**
 * Text written by SABnzbd or by strangers, made fit to be shown to a job's owner: no links (an indexer's link
 * carries its key), no file paths, no control characters, no broken surrogates, and not endless.
 */
export function publicText(words: string): string {
  return printable(words.slice(0, MAX_CHARACTERS))
    .replace(LINK, "[link]")
    .replace(UNIX_PATH, "[path]")
    .replace(WINDOWS_PATH, "[path]")
    .trim();
}

/**
 * A job's name as its title. Until its NZB is here a job may be called `name - Trying to fetch NZB from link`, and
 * when that fails `name - link`.
 */
export function publicTitle(name: string): string {
  return printable(name.slice(0, MAX_CHARACTERS))
    .replace(LINK, "[link]")
    .replace(/ - (?:(?! - ).)*\[link\]$/, "")
    .trim();
}

/** Far above any release name or failure text. */
const MAX_CHARACTERS = 1000;

/** Links to SABnzbd's own help pages are welcome; they carry nothing. */
const LINK = /\b(?!https:\/\/sabnzbd\.org\/)[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gi;
/** Names may have spaces, so an absolute path may end anywhere: the rest of the text goes with it. */
const UNIX_PATH = /(?<![\w/:])\/[^/]+\/.*/;
const WINDOWS_PATH = /(?:\b[a-z]:\\|\\\\).*/i;

function printable(words: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return words.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f]/g, "");
}
