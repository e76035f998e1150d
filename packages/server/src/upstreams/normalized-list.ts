import type { Download } from "../domain/download.ts";
import { areSameItems, isSameData } from "../domain/keep-unchanged.ts";

/**
 * The downloads of a client that tells what changed, in the order they became known. A `Download` that still says the same
 * stays the same object, the list stays the same list while nothing changes, and a few changes in a long list cost little.
 */
export class DownloadList {
  readonly #places = new Map<string, number>();
  #current: readonly Download[] = [];
  /** What the list will be; `null` in places from which something was removed. */
  #draft: (Download | null)[] | null = null;

  /** Every download; the same array while nothing changes. */
  get all(): readonly Download[] {
    this.#settle();
    return this.#current;
  }

  get(id: string): Download | undefined {
    return (this.#draft ?? this.#current)[this.#places.get(id) ?? -1] ?? undefined;
  }

  /** Adds or replaces one. */
  put(download: Download): void {
    const place = this.#places.get(download.id);
    if (place === undefined) {
      const draft = this.#edit();
      this.#places.set(download.id, draft.push(download) - 1);
      return;
    }
    if (!isSameData((this.#draft ?? this.#current)[place], download))
      this.#edit()[place] = download;
  }

  delete(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#edit()[place] = null;
    this.#places.delete(id);
  }

  /** Takes these in place of all others; of several with one id the last counts. */
  replace(downloads: Iterable<Download>): void {
    this.#settle();
    const next = new Map<string, Download>();
    for (const download of downloads) {
      const earlier = this.get(download.id);
      next.set(download.id, isSameData(earlier, download) ? (earlier ?? download) : download);
    }
    this.#use([...next.values()]);
  }

  #settle(): void {
    if (this.#draft !== null) this.#use(this.#draft.filter((one) => one !== null));
  }

  #edit(): (Download | null)[] {
    this.#draft ??= [...this.#current];
    return this.#draft;
  }

  #use(list: readonly Download[]): void {
    const arePlacesKept = this.#draft === null || this.#draft.length === list.length;
    const isSame = areSameItems(list, this.#current);
    const hadDraft = this.#draft !== null;
    this.#draft = null;
    if (!isSame) this.#current = list;
    if (isSame ? arePlacesKept : hadDraft && arePlacesKept) return;
    this.#places.clear();
    for (const [place, { id }] of list.entries()) this.#places.set(id, place);
  }
}
