/** The step from one keyed view to the next. */
export interface Step<T> {
  readonly set: ReadonlyMap<string, T>;
  readonly del: readonly string[];
}

/**
 * The step between two views, by identity: an item that is the same object is unchanged.
 *
 * @returns `null` when nothing changed. Law: `applyStep(a, diffViews(a, b))` equals `b`.
 */
export function diffViews<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): Step<T> | null {
  const set = new Map<string, T>();
  for (const [key, item] of after) {
    if (before.get(key) !== item) set.set(key, item);
  }
  const del =
    after.size - set.size === before.size
      ? []
      : [...before.keys()].filter((key) => !after.has(key));
  return set.size === 0 && del.length === 0 ? null : { set, del };
}

/** Applies a step; the order of a view's items means nothing. */
export function applyStep<T>(view: ReadonlyMap<string, T>, step: Step<T>): ReadonlyMap<string, T> {
  const next = new Map(view);
  for (const key of step.del) next.delete(key);
  for (const [key, item] of step.set) next.set(key, item);
  return next;
}
