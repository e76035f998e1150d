/** A seeded source of everything that looks accidental: the same seed tells the same story. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 up to, not including, 1. (Mulberry32.) */
  next(): number {
    this.#state = (this.#state + 0x6d_2b_79_f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Both ends included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** @throws when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.whole(0, from.length - 1)];
    if (picked === undefined) throw new Error("Nothing to pick from");
    return picked;
  }

  /** Characters of an (ASCII) alphabet in a row. */
  text(length: number, alphabet: string): string {
    const last = alphabet.length - 1;
    return Array.from({ length }, () => alphabet.charAt(this.whole(0, last))).join("");
  }
}
