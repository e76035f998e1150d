/** A hue, 0 to 359, that is always the same for a title and different for most others. */
export function hueOf(title: string): number {
  let hash = 0;
  for (const letter of title) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hash % 360;
}

/** Small words that say nothing about a title. */
const FILLERS = new Set([
  "the",
  "a",
  "an",
  "of",
  "and",
  "in",
  "to",
  "der",
  "die",
  "das",
  "le",
  "la",
]);

/** One or two letters that stand for a title: `Night of the Living Dead` is `NL`. */
export function initialsOf(title: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const telling = words.filter((word) => !FILLERS.has(word.toLowerCase()));
  return (telling.length > 0 ? telling : words)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0))
    .join("")
    .toUpperCase();
}
