/** v1 and truncated v2 ids have 40 digits; 64 is there for the day the whole v2 hash is used. */
const INFOHASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The id of a torrent in lower case; `null` for what is none. */
export function infohashOf(text: string): string | null {
  const hash = text.toLowerCase();
  return INFOHASH.test(hash) ? hash : null;
}
