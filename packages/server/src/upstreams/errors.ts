/**
 * Why an upstream could not be read.
 *
 * - `unreachable`: no connection (DNS, refused, reset, TLS)
 * - `timeout`: connected or not, the answer was not there before the deadline
 * - `unauthorized`: it does not accept our credentials; trying again will not help
 * - `refused`: it will not talk to us whatever the credentials (ban, host check, address list)
 * - `bad-status`: any other HTTP status we did not expect
 * - `bad-payload`: an answer we cannot use (not JSON, wrong type, cut off, too large)
 */
export type UpstreamFailure =
  | "unreachable"
  | "timeout"
  | "unauthorized"
  | "refused"
  | "bad-status"
  | "bad-payload";

export interface UpstreamErrorDetails {
  readonly instanceId: string;
  readonly reason: UpstreamFailure;
  /** What happened, in words, with no address, path, query or secret in it. */
  readonly message: string;
  /** What an admin can change to mend it, or `null`. Shown on the status page and by `sofarr doctor`. */
  readonly advice?: string | null;
  /** The HTTP status, where there was one. */
  readonly status?: number | null;
  readonly cause?: unknown;
}

/** The one error family of `upstreams/`: everything a client throws is one of these (or an abort). */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly instanceId: string;
  readonly reason: UpstreamFailure;
  readonly advice: string | null;
  readonly status: number | null;

  constructor(details: UpstreamErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.instanceId = details.instanceId;
    this.reason = details.reason;
    this.advice = details.advice ?? null;
    this.status = details.status ?? null;
  }
}
