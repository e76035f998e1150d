/** The household's own time: it passes only when somebody says so. */
export class Clock {
  #milliseconds: number;

  /** @param startAt milliseconds since the epoch. */
  constructor(startAt: number) {
    this.#milliseconds = startAt;
  }

  /** Milliseconds since the epoch; bound, so that it can be handed out as `now`. */
  readonly now = (): number => this.#milliseconds;

  pass(seconds: number): void {
    this.#milliseconds += seconds * 1000;
  }

  /** Skips time in which nothing happens, e.g. while the machine slept. */
  jumpTo(milliseconds: number): void {
    this.#milliseconds = Math.max(this.#milliseconds, milliseconds);
  }
}
