const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before try number `attempt` (0 = the first retry), in ms. It doubles up to half a minute;
 * the jitter keeps all browsers of a household from coming back in the same instant after a restart.
 *
 * @param random  0 to 1.
 */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + random / 2));
}
