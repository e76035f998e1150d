import type { Download } from "./download.ts";
import { listChanges } from "./list-changes.ts";

/** Unique over all instances. */
export function keyOf({ instanceId, id }: Pick<Download, "instanceId" | "id">): string {
  return `${instanceId}/${id}`;
}

/** Every download there is, by key and by what joins it to queue records, kept up to date by what changed. */
export class Roster {
  readonly #downloads = new Map<string, Download>();
  /** Nearly always one each: a list is smaller than a set. */
  readonly #byJoinKey = new Map<string, readonly string[]>();

  get(key: string): Download | undefined {
    return this.#downloads.get(key);
  }

  keys(): Iterable<string> {
    return this.#downloads.keys();
  }

  /** The keys of the downloads that a `downloadId` means. */
  joinedBy(joinKey: string): Iterable<string> {
    return this.#byJoinKey.get(joinKey) ?? [];
  }

  /**
   * Takes in the lists of all download clients, in the same places as before.
   *
   * @returns the keys of downloads that are new, gone, or say something else.
   */
  update(
    before: readonly (readonly Download[])[],
    after: readonly (readonly Download[])[],
  ): Set<string> {
    const touched = new Set<string>();
    const changes = Array.from({ length: Math.max(before.length, after.length) }, (_, at) =>
      listChanges(before[at] ?? [], after[at] ?? []),
    );
    for (const download of changes.flatMap(({ removed }) => removed)) {
      const key = keyOf(download);
      // Of two that claim one id the later counts.
      if (this.#downloads.get(key) !== download) continue;
      this.#downloads.delete(key);
      for (const joinKey of download.joinKeys) this.#unjoin(joinKey, key);
      touched.add(key);
    }
    for (const download of changes.flatMap(({ added }) => added)) {
      const key = keyOf(download);
      this.#downloads.set(key, download);
      for (const joinKey of download.joinKeys) this.#join(joinKey, key);
      touched.add(key);
    }
    return touched;
  }

  #join(joinKey: string, key: string): void {
    this.#byJoinKey.set(joinKey, [...(this.#byJoinKey.get(joinKey) ?? []), key]);
  }

  #unjoin(joinKey: string, key: string): void {
    const others = this.#byJoinKey.get(joinKey)?.filter((one) => one !== key) ?? [];
    if (others.length === 0) this.#byJoinKey.delete(joinKey);
    else this.#byJoinKey.set(joinKey, others);
  }
}
