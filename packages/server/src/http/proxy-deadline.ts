/** Longer than any single call to an upstream may take: each ends by its own deadline, with words, before this. */
const PROXY_DEADLINE_MS = 180_000;

/** The signal for what a proxied call does, which may be several calls. */
export function proxyDeadline(): AbortSignal {
  return AbortSignal.timeout(PROXY_DEADLINE_MS);
}
