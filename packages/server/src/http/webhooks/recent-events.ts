import { hasPassed } from "../../domain/has-passed.ts";

/** Long enough for a sender that tries again; the same thing done once more by hand comes later. */
const REMEMBERED_FOR_MS = 5 * 60_000;
/** More than ten addresses can send in that time. */
const MOST_REMEMBERED = 3_000;

/** The events of the last minutes, to know one that comes again. Bounded in time and number. */
export class RecentEvents {
  /** Fingerprint to when it came, oldest first. */
  readonly #seenAt = new Map<string, number>();

  /** @returns whether the same event came within the last five minutes; it is remembered from when it came first. */
  isRepeated(fingerprint: string, now: number): boolean {
    this.#forgetOld(now);
    if (this.#seenAt.has(fingerprint)) return true;
    this.#seenAt.set(fingerprint, now);
    return false;
  }

  #forgetOld(now: number): void {
    for (const [fingerprint, seenAt] of this.#seenAt) {
      const isOld = hasPassed(REMEMBERED_FOR_MS, seenAt, now);
      if (!isOld && this.#seenAt.size < MOST_REMEMBERED) return;
      this.#seenAt.delete(fingerprint);
    }
  }
}
