import { HttpError } from "../plugins/errors.ts";

/** Failures in a row that a forgetful person may need. */
const MOST_FAILURES = 20;
/** After those one more try, so that nobody is kept out for longer than this by somebody else. */
const ONE_MORE_AFTER_MS = 60_000;
/** Who fails under more names than this does so from very many addresses. */
const MOST_REMEMBERED = 10_000;

/** Failures of one account, or of one browser with it. */
interface Bucket {
  failures: number;
  /** Until when `failures` was reckoned. */
  at: number;
  underWay: number;
}

/**
 * Limits failed sign-ins to one account, wherever they come from: twenty, then one a minute. Tries from browsers that have
 * signed in to it before are counted apart, each browser for itself, so that strangers who guess keep no one out of it
 * where they are at home. A name that nobody has is limited like any other.
 */
export class AccountLimit {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Makes one attempt. Those under way count as failed until they are over.
   *
   * @param account see `accountKey`.
   * @param browser what tells a familiar browser apart; `null` for any other.
   * @throws HttpError 429 when the account was failed at too often; whatever the attempt throws.
   */
  async guard<T>(
    account: string,
    browser: string | null,
    attempt: () => Promise<T>,
    hasFailed: (outcome: T) => boolean,
  ): Promise<T> {
    const key = browser === null ? `account:${account}` : `browser:${browser}`;
    const bucket = this.#bucketFor(key);
    if (bucket.failures + bucket.underWay >= MOST_FAILURES) throw this.#refusal(bucket);
    bucket.underWay += 1;
    try {
      const outcome = await attempt();
      if (hasFailed(outcome)) this.#drain(bucket).failures += 1;
      return outcome;
    } finally {
      bucket.underWay -= 1;
      if (bucket.underWay === 0 && bucket.failures === 0) this.#buckets.delete(key);
    }
  }

  #bucketFor(key: string): Bucket {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      this.#makeRoom();
      bucket = { failures: 0, at: this.#now(), underWay: 0 };
      this.#buckets.set(key, bucket);
    }
    return this.#drain(bucket);
  }

  /** Forgets what is forgiven by now. */
  #drain(bucket: Bucket): Bucket {
    const now = this.#now();
    // The machine's clock may be put back.
    const minutes = Math.max(0, Math.floor((now - bucket.at) / ONE_MORE_AFTER_MS));
    const isNew = minutes >= bucket.failures || now < bucket.at;
    bucket.at = isNew ? now : bucket.at + minutes * ONE_MORE_AFTER_MS;
    bucket.failures = Math.max(0, bucket.failures - minutes);
    return bucket;
  }

  #makeRoom(): void {
    if (this.#buckets.size < MOST_REMEMBERED) return;
    for (const [key, bucket] of this.#buckets) {
      if (this.#drain(bucket).failures + bucket.underWay === 0) this.#buckets.delete(key);
    }
    const oldest = this.#buckets.size < MOST_REMEMBERED ? undefined : this.#buckets.keys().next();
    if (oldest?.done === false) this.#buckets.delete(oldest.value);
  }

  #refusal(bucket: Bucket): HttpError {
    const waitMs = ONE_MORE_AFTER_MS - (this.#now() - bucket.at);
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    return new HttpError(
      429,
      `Too many failed sign-ins to this account; try again in ${seconds === 1 ? "a second" : `${seconds} seconds`}.`,
      null,
      seconds,
    );
  }
}

/**
 * A user name however it is written: media servers compare names without case, each by rules of its own, and a spelling
 * that is another name to us but not to them would have a count of its own. That some different names share one is no harm.
 */
export function accountKey(username: string): string {
  return username.normalize("NFKC").toUpperCase().toLowerCase().replaceAll(/\s+/gu, "");
}
