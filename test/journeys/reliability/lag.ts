const BEAT_MS = 50;
const REMEMBERED_MS = 20_000;

/** How late this process gets to do things: a machine that is busy is given more time before anybody complains. */
export class Lag {
  #beats: { readonly at: number; readonly lateMs: number }[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor() {
    let expectedAt = Date.now() + BEAT_MS;
    this.#timer = setInterval(() => {
      const at = Date.now();
      this.#beats.push({ at, lateMs: Math.max(0, at - expectedAt) });
      this.#beats = this.#beats.filter((beat) => beat.at > at - REMEMBERED_MS);
      expectedAt = at + BEAT_MS;
    }, BEAT_MS);
  }

  /** The worst of the last seconds, in milliseconds. */
  get worstMs(): number {
    return Math.max(0, ...this.#beats.map(({ lateMs }) => lateMs));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
