const CODES =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/u;

/** Why npm could not fetch, when by what it says its registry cannot be reached; else `null`. */
export function whyOffline(text: string): string | null {
  const code = CODES.exec(text)?.[0];
  return code === undefined ? null : `npm's registry cannot be reached (${code})`;
}
