const REMEMBERED_MS = 60_000;

/** When something happened, in real milliseconds since the epoch; the last minute of it. */
export class Moments {
  #all: number[] = [];

  note(at: number): void {
    this.#all = this.#all.filter((one) => one > at - REMEMBERED_MS);
    this.#all.push(at);
  }

  /** How often it happened within these two, both included. */
  between(from: number, to: number): number {
    return this.#all.filter((at) => at >= from && at <= to).length;
  }
}
