/** Deeper than any form, event or answer there is. What walks through a value by calling itself bears some thousands. */
const DEEPEST = 64;
/** Lists and objects of a library of 20,000 series are two million. */
const MOST_CONTAINERS = 4_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/**
 * Whether a JSON text is nested so deep, or has so many lists and objects, that parsing it would take all the memory and
 * minutes: 64 MB of brackets become 4 GB. Looks at the bytes alone, so that it is cheap beside parsing; whether they are
 * JSON at all is for the parser to say.
 */
export function isJsonBomb(bytes: Uint8Array): boolean {
  let depth = 0;
  let containers = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isInText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (byte === LIST || byte === OBJECT) {
      depth += 1;
      containers += 1;
      if (depth > DEEPEST || containers > MOST_CONTAINERS) return true;
    } else if (byte === LIST_END || byte === OBJECT_END) depth -= 1;
  }
  return false;
}
