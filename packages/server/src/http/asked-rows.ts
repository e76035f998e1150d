/** How many rows a proxy asks for when the caller does not say. */
const DEFAULT_ROWS = 50;
/** What one call may make an upstream look up and us hold. Said in the schemas, too. */
const MOST_ROWS = 1000;

/**
 * How many rows to ask an upstream for: as many as are wanted, but never without an end. Any number is a fair wish, and
 * somebody who wants more than there may be gets as many as there may be.
 *
 * @param least what a smaller number, or one below nothing, stands for.
 */
export function askedRows(wanted: number | undefined, least: number): number {
  return Math.min(Math.max(wanted ?? DEFAULT_ROWS, least), MOST_ROWS);
}
