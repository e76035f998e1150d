/** SABnzbd's own speed is that of the last five seconds, and all it says of waiting jobs swings with it. */
const AVERAGED_MS = 60_000;
/** SABnzbd tells its speed with two decimals: below this nothing comes in. */
const SLOWEST_KBPERSEC = 0.01;

/** How fast the line was lately: about the average of a minute. */
export interface Pace {
  /** KiB per second, never 0. */
  readonly kbpersec: number;
  /** Milliseconds since the epoch: when it was last worked out. */
  readonly at: number;
}

/**
 * The pace after one more reading. The longer ago the last one was, the more the newest counts; a line that stands still
 * has no speed to learn from.
 *
 * @param kbpersec SABnzbd's own speed now.
 * @returns `null` while nothing ever came in.
 */
export function paceAfter(earlier: Pace | null, kbpersec: number, now: number): Pace | null {
  if (kbpersec < SLOWEST_KBPERSEC) return earlier;
  if (earlier === null) return { kbpersec, at: now };
  const share = 1 - Math.exp(-Math.max(0, now - earlier.at) / AVERAGED_MS);
  return { kbpersec: earlier.kbpersec + (kbpersec - earlier.kbpersec) * share, at: now };
}

/** What takes so long at SABnzbd's speed now, in seconds at the line's pace; `null` stays unknown. */
export function secondsAtPace(
  seconds: number | null,
  kbpersec: number,
  pace: Pace | null,
): number | null {
  if (seconds === null || pace === null || kbpersec < SLOWEST_KBPERSEC) return seconds;
  return Math.max(1, Math.round((seconds * kbpersec) / pace.kbpersec));
}
