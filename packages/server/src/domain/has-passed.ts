/**
 * How much of some time is left since something was noted. What was noted in the future was noted before the clock was put
 * back: nobody knows how long ago that is, so it counts as long enough.
 *
 * @param ms how long.
 * @param since, now in milliseconds since the epoch.
 * @returns milliseconds, 0 or more.
 */
export function leftOf(ms: number, since: number, now: number): number {
  return now < since ? 0 : Math.max(0, since + ms - now);
}

/** Whether nothing is left of it, see `leftOf`. */
export function hasPassed(ms: number, since: number, now: number): boolean {
  return leftOf(ms, since, now) === 0;
}
