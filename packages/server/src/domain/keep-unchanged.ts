/** Plain data as our nouns are made of: compared by content, all the way down. */
export function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, at) => isSameData(item, b[at]));
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  // Many small objects are compared at every poll, and lists of their keys would be made for each.
  let keys = 0;
  for (const key in left) {
    const value = left[key];
    const other = right[key];
    if (value !== other && !isSameData(value, other)) return false;
    if (other === undefined && !Object.hasOwn(right, key)) return false;
    keys += 1;
  }
  for (const _key in right) keys -= 1;
  return keys === 0;
}

/** Whether two lists hold the very same items. */
export function areSameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

/**
 * Gives back the earlier object wherever the new one says the same, so that identity means "unchanged" for
 * everyone behind. When nothing changed at all, the earlier list itself comes back.
 *
 * @param keyOf a key unique in each list; of several items with one key the last counts.
 */
export function keepUnchanged<T>(
  previous: readonly T[],
  next: readonly T[],
  keyOf: (item: T) => string | number,
): readonly T[] {
  const known = new Map(previous.map((item) => [keyOf(item), item]));
  let isUnchanged = previous.length === next.length;
  const kept = next.map((item, at) => {
    const earlier = known.get(keyOf(item));
    const same = earlier !== undefined && isSameData(earlier, item) ? earlier : item;
    if (same !== previous[at]) isUnchanged = false;
    return same;
  });
  return isUnchanged ? previous : kept;
}
