/** What became of one key between two versions; `undefined` where it was, or is, not there. */
export interface Change<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

interface Entry<T> {
  readonly key: string;
  readonly hash: number;
  readonly value: T;
}

/** A few entries, or sixteen smaller nodes chosen by the next four bits of the hash. Never changed once made. */
type Node<T> =
  | { readonly entries: readonly Entry<T>[]; readonly children: null }
  | { readonly entries: null; readonly children: readonly Node<T>[] };

const BITS = 4;
const WIDTH = 1 << BITS;
const HASH_BITS = 32;
const MOST_ENTRIES = 16;
const EMPTY_NODE = { entries: [], children: null } as const satisfies Node<never>;

/**
 * An immutable map from text to objects, made for being compared: two versions share every part in which they do not
 * differ, so that the step from one to the next costs what changed, however much there is. Order means nothing.
 */
export class PersistentMap<T> implements Iterable<readonly [string, T]> {
  static readonly #EMPTY = new PersistentMap<never>(EMPTY_NODE, 0);
  readonly #root: Node<T>;
  readonly size: number;

  private constructor(root: Node<T>, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<T>(): PersistentMap<T> {
    return PersistentMap.#EMPTY;
  }

  get(key: string): T | undefined {
    const hash = hashOf(key);
    let node = this.#root;
    for (let shift = 0; node.children !== null; shift += BITS)
      node = childOf(node.children, hash, shift);
    return node.entries.find((entry) => entry.key === key)?.value;
  }

  /** @returns the same map when it already says so. */
  set(key: string, value: T): PersistentMap<T> {
    const earlier = this.get(key);
    if (earlier !== undefined && Object.is(earlier, value)) return this;
    const root = withEntry(this.#root, { key, hash: hashOf(key), value }, 0);
    return new PersistentMap(root, this.size + (earlier === undefined ? 1 : 0));
  }

  /** @returns the same map when there is no such key. */
  delete(key: string): PersistentMap<T> {
    if (this.get(key) === undefined) return this;
    if (this.size === 1) return PersistentMap.empty();
    return new PersistentMap(withoutKey(this.#root, key, hashOf(key), 0), this.size - 1);
  }

  *values(): Generator<T> {
    for (const { value } of entriesIn(this.#root)) yield value;
  }

  *[Symbol.iterator](): Generator<readonly [string, T]> {
    for (const { key, value } of entriesIn(this.#root)) yield [key, value];
  }

  /** Everything that differs from an earlier (or any other) version, each key once; values are compared by identity. */
  changesSince(earlier: PersistentMap<T>): Change<T>[] {
    const changes: Change<T>[] = [];
    collectChanges(earlier.#root, this.#root, 0, changes);
    return changes;
  }
}

function childOf<C>(children: readonly C[], hash: number, shift: number): C {
  return children[(hash >>> shift) & (WIDTH - 1)] as C;
}

function withEntry<T>(node: Node<T>, entry: Entry<T>, shift: number): Node<T> {
  if (node.children !== null) {
    const child = withEntry(childOf(node.children, entry.hash, shift), entry, shift + BITS);
    return withChild(node.children, entry.hash, shift, child);
  }
  const others = node.entries.filter(({ key }) => key !== entry.key);
  // Beyond the last bit of the hash there is nothing left to tell entries apart by.
  return others.length < MOST_ENTRIES || shift >= HASH_BITS
    ? { entries: [...others, entry], children: null }
    : split([...others, entry], shift);
}

function split<T>(entries: readonly Entry<T>[], shift: number): Node<T> {
  let node: Node<T> = { entries: null, children: Array.from({ length: WIDTH }, () => EMPTY_NODE) };
  for (const entry of entries) node = withEntry(node, entry, shift);
  return node;
}

function withoutKey<T>(node: Node<T>, key: string, hash: number, shift: number): Node<T> {
  if (node.children === null) {
    return { entries: node.entries.filter((entry) => entry.key !== key), children: null };
  }
  const child = withoutKey(childOf(node.children, hash, shift), key, hash, shift + BITS);
  return withChild(node.children, hash, shift, child);
}

function withChild<T>(
  children: readonly Node<T>[],
  hash: number,
  shift: number,
  child: Node<T>,
): Node<T> {
  const next = [...children];
  next[(hash >>> shift) & (WIDTH - 1)] = child;
  return { entries: null, children: next };
}

function* entriesIn<T>(node: Node<T>): Generator<Entry<T>> {
  if (node.children === null) yield* node.entries;
  else for (const child of node.children) yield* entriesIn(child);
}

function collectChanges<T>(a: Node<T>, b: Node<T>, shift: number, changes: Change<T>[]): void {
  if (a === b) return;
  if (a.children !== null && b.children !== null) {
    for (const [at, child] of b.children.entries()) {
      collectChanges(a.children[at] as Node<T>, child, shift + BITS, changes);
    }
    return;
  }
  const before = new Map(Array.from(entriesIn(a), ({ key, value }) => [key, value]));
  for (const { key, value } of entriesIn(b)) {
    const earlier = before.get(key);
    before.delete(key);
    if (!Object.is(earlier, value)) changes.push({ key, before: earlier, after: value });
  }
  for (const [key, value] of before) changes.push({ key, before: value, after: undefined });
}

/** FNV-1a. Source: draft-eastlake-fnv. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
