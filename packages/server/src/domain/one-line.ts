/** Ends a line, moves a cursor, or turns the direction of writing. Marks of right-to-left scripts are none of these. */
const UNRULY = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** A stranger's text as one line that cannot pretend to be something else: each run of unruly characters is a blank. */
export function oneLine(text: string): string {
  return text.replaceAll(UNRULY, " ");
}
