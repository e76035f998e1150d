import { setTimeout as wait } from "node:timers/promises";

const TRY_EVERY_MS = 250;

/**
 * Asks again and again until `look` gives something; a throw counts as "not yet".
 *
 * @param what what is waited for, for the message.
 * @throws Error after `limitMs`, with the last thing that `look` threw as its cause.
 */
export async function until<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | null>,
  everyMs = TRY_EVERY_MS,
): Promise<T> {
  const end = performance.now() + limitMs;
  let cause: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== null) return found;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) {
      const why = cause instanceof Error ? `: ${cause.message}` : "";
      throw new Error(`not within ${limitMs} ms: ${what}${why}`, { cause });
    }
    await wait(everyMs);
  }
}
