import { plainText, plainMessage } from "../plain-text.ts";

const LINK = /\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gi;

/**
 * A job's name as its title, without links: one to an indexer carries a key. Until its NZB is here a job may be
 * called `name - Trying to fetch NZB from link`, and when that fails `name - link`.
 */
export function jobTitle(name: string): string {
  return plainText(name)
    .replaceAll(LINK, "[link]")
    .replace(/ - (?:(?! - ).)*\[link\]$/, "");
}

/** Why a job failed; the link to a help page that SABnzbd puts at the end says nothing more. */
export function failureText(words: string): string {
  return plainMessage(words).replace(/ - \[link\]$/, "");
}
