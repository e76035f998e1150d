/** Sends webhooks one after the other beside the clock, so that a slow receiver does not stop time. */
export class Outbox {
  #last: Promise<unknown> = Promise.resolve();

  /** Queues one delivery; what becomes of it is nobody's concern, as in the real apps. */
  push(send: () => Promise<unknown>): void {
    this.#last = this.#last.then(send).catch(() => null);
  }

  /** Resolves when everything queued so far has been sent. */
  async delivered(): Promise<void> {
    await this.#last;
  }
}
