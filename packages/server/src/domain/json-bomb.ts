/** Deeper than any form, event or answer there is. What walks through a value by calling itself bears some thousands. */
const DEEPEST = 64;
/** Lists and objects of a library of 20,000 series are two million. */
const MOST_CONTAINERS = 4_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Brackets and braces differ in this bit alone, and no other byte of JSON outside texts is like them without it. */
const BRACE_BIT = 0x20;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/**
 * Whether a JSON text is nested so deep, or has so many lists and objects, that parsing it would take all the memory and
 * minutes: 64 MB of brackets become 4 GB. Looks at the bytes alone, so that it is cheap beside parsing; whether they are
 * JSON at all is for the parser to say.
 */
export function isJsonBomb(bytes: Uint8Array): boolean {
  const { length } = bytes;
  let depth = 0;
  let containers = 0;
  let at = 0;
  while (at < length) {
    const byte = bytes[at] ?? 0;
    at += 1;
    if (byte === QUOTE) {
      // Most of an answer is texts: nothing but their end is looked for in here.
      while (at < length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
      at += 1;
    } else if (byte >= OPENING) {
      const kind = byte & ~BRACE_BIT;
      if (kind === OPENING) {
        depth += 1;
        containers += 1;
        if (depth > DEEPEST || containers > MOST_CONTAINERS) return true;
      } else if (kind === CLOSING) depth -= 1;
    }
  }
  return false;
}
