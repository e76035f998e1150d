import { areSameItems, isSameData } from "../domain/keep-unchanged.ts";

/** How rows become items. */
export interface RowReader<Row, Item extends { readonly id: string | number }> {
  /** The id of the item; `null` for a row that is none and is left out. */
  readonly idOf: (row: Row) => Item["id"] | null;
  readonly normalize: (row: Row) => Item;
  /** Whether a row says what an earlier one said: then that one stays. By default, when both hold the same. */
  readonly saysTheSame?: (earlier: Row, row: Row) => boolean;
}

/**
 * What was made of an upstream's rows, in the order they became known. A row that says what it said before is not normalised
 * again, an item that still says the same stays the same object, the list stays the same list while nothing changes, and a
 * few changes in a long list cost little. Order in an answer means nothing: the *arrs sort their queue anew for each.
 */
export class NormalizedList<Row, Item extends { readonly id: string | number }> {
  readonly #reader: Required<RowReader<Row, Item>>;
  readonly #places = new Map<Item["id"], number>();
  /** What the items were made of, in the same places. */
  #rows: Row[] = [];
  #current: readonly Item[] = [];
  /** What the list will be; `null` in places from which something was removed. */
  #draft: (Item | null)[] | null = null;
  /** Whether something was removed from the draft. */
  #hasGaps = false;

  constructor(reader: RowReader<Row, Item>) {
    this.#reader = { saysTheSame: isSameData, ...reader };
  }

  /** Every item; the same array while nothing changes. */
  get all(): readonly Item[] {
    this.#settle();
    return this.#current;
  }

  /** What the items were last made of. */
  get rows(): readonly Row[] {
    this.#settle();
    return this.#rows;
  }

  /** What one of them was last made of. */
  rowOf(id: Item["id"]): Row | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#rows[place];
  }

  /** Adds or replaces one. */
  put(row: Row): void {
    this.#put(row);
  }

  delete(id: Item["id"]): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#edit()[place] = null;
    this.#hasGaps = true;
    this.#places.delete(id);
  }

  /** Takes these in place of all others; of several with one id the last counts. */
  replace(rows: Iterable<Row>): void {
    this.#settle();
    const { saysTheSame } = this.#reader;
    const isNamed = new Uint8Array(this.#rows.length);
    let next = 0;
    for (const row of rows) {
      // Mostly it says what it said before, in the place where it was before: then its id need not even be looked up.
      const isSame = next < isNamed.length && saysTheSame(this.#rows[next] as Row, row);
      const place = isSame ? next : this.#put(row);
      if (place === null) continue;
      isNamed[place] = 1;
      next = place + 1;
    }
    for (const [id, place] of this.#places) {
      if (place < isNamed.length && isNamed[place] === 0) this.delete(id);
    }
  }

  /** Normalises one again, because something beside its row changed. */
  refresh(id: Item["id"]): void {
    const place = this.#places.get(id);
    if (place !== undefined) this.#normalizeAt(place);
  }

  refreshAll(): void {
    for (const place of this.#places.values()) this.#normalizeAt(place);
  }

  /** @returns where it is; `null` when it was left out. */
  #put(row: Row): number | null {
    const id = this.#reader.idOf(row);
    if (id === null) return null;
    const place = this.#places.get(id);
    if (place === undefined) {
      const added = this.#edit().push(this.#reader.normalize(row)) - 1;
      this.#rows[added] = row;
      this.#places.set(id, added);
      return added;
    }
    if (!this.#reader.saysTheSame(this.#rows[place] as Row, row)) {
      this.#rows[place] = row;
      this.#normalizeAt(place);
    }
    return place;
  }

  #normalizeAt(place: number): void {
    const item = this.#reader.normalize(this.#rows[place] as Row);
    if (!isSameData((this.#draft ?? this.#current)[place], item)) this.#edit()[place] = item;
  }

  #edit(): (Item | null)[] {
    this.#draft ??= [...this.#current];
    return this.#draft;
  }

  #settle(): void {
    const draft = this.#draft;
    if (draft === null) return;
    this.#draft = null;
    const list = this.#hasGaps ? draft.filter((item) => item !== null) : (draft as Item[]);
    if (!areSameItems(list, this.#current)) this.#current = list;
    if (!this.#hasGaps) return;
    this.#hasGaps = false;
    this.#rows = this.#rows.filter((_row, place) => draft[place] !== null);
    this.#places.clear();
    for (const [place, { id }] of list.entries()) this.#places.set(id, place);
  }
}
