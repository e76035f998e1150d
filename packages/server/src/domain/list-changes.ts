/** What became of a list: objects that are only in the new one, and those that are only in the old one. */
export interface ListChanges<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

/**
 * Compares two lists of objects by identity. Lists that mostly agree cost little: a common beginning and end are passed
 * over, and in between places are compared first.
 */
export function listChanges<T extends object>(
  before: readonly T[],
  after: readonly T[],
): ListChanges<T> {
  if (before === after) return { added: [], removed: [] };
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let beforeEnd = before.length;
  let afterEnd = after.length;
  while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] === after[afterEnd - 1]) {
    beforeEnd -= 1;
    afterEnd -= 1;
  }
  const isSameLength = beforeEnd === afterEnd;
  const removed = new Set<T>();
  const added: T[] = [];
  for (let at = start; at < beforeEnd; at += 1) {
    if (!isSameLength || before[at] !== after[at]) removed.add(before[at] as T);
  }
  for (let at = start; at < afterEnd; at += 1) {
    if (isSameLength && before[at] === after[at]) continue;
    const item = after[at] as T;
    // It only moved.
    if (!removed.delete(item)) added.push(item);
  }
  return { added, removed: [...removed] };
}
