const BEAT_MS = 50;
const REMEMBERED_MS = 20_000;
/** Whoever does nothing for so long may miss a deadline, though what it waited for was in time. */
const STALL_MS = 1_000;

/**
 * How late this process, and the server's, get to do things: a machine that is busy is given more time before anybody
 * complains.
 */
export class Lag {
  #beats: { readonly at: number; readonly lateMs: number }[] = [];
  /** When the server was asked for a sign of life that it has not given yet. */
  #askedAt: number | null = null;
  readonly #timer: NodeJS.Timeout;

  /** @param ask resolves when the server, however busy, got to answer. */
  constructor(ask: () => Promise<unknown>) {
    let expectedAt = Date.now() + BEAT_MS;
    this.#timer = setInterval(() => {
      const at = Date.now();
      this.#beats = this.#beats.filter((beat) => beat.at > at - REMEMBERED_MS);
      this.#note(at - expectedAt);
      expectedAt = at + BEAT_MS;
      if (this.#askedAt === null) void this.#listen(ask);
    }, BEAT_MS);
  }

  /** The worst of the last seconds, in milliseconds. */
  get worstMs(): number {
    return Math.max(this.#unansweredMs, ...this.#beats.map(({ lateMs }) => lateMs));
  }

  /** When one of the two last came round after it had stood still; 0 when that is long ago. */
  get stalledTill(): number {
    if (this.#unansweredMs >= STALL_MS) return Date.now();
    return this.#beats.findLast(({ lateMs }) => lateMs >= STALL_MS)?.at ?? 0;
  }

  /** Nothing of what was late matters any more: it has all been caught up with. */
  forget(): void {
    this.#beats = [];
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get #unansweredMs(): number {
    return this.#askedAt === null ? 0 : Date.now() - this.#askedAt;
  }

  async #listen(ask: () => Promise<unknown>): Promise<void> {
    const askedAt = Date.now();
    this.#askedAt = askedAt;
    // One that has ended is somebody else's to complain of.
    await ask().catch(() => {});
    this.#note(Date.now() - askedAt);
    this.#askedAt = null;
  }

  #note(lateMs: number): void {
    this.#beats.push({ at: Date.now(), lateMs: Math.max(0, lateMs) });
  }
}
