/**
 * Why a call to the server did not give what was asked for.
 *
 * - `unreachable`: no answer at all (offline, server down, deadline passed)
 * - `invalid`: the server did not accept the input (400, 422)
 * - `unauthorized`: not signed in, or wrong name or password (401)
 * - `forbidden`: known, but not allowed (403)
 * - `too-many`: asked too often (429)
 * - `upstream-down`: the server is fine, the media server behind it is not (502, 503, 504)
 * - `unexpected`: anything else, also an answer that is not JSON
 */
export type ApiErrorReason =
  | "unreachable"
  | "invalid"
  | "unauthorized"
  | "forbidden"
  | "too-many"
  | "upstream-down"
  | "unexpected";

/** The one error that leaves the API client. `message` is the server's own sentence when it sent one. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly reason: ApiErrorReason;
  /** HTTP status, `null` when there was no answer. */
  readonly status: number | null;
  /** From `Retry-After`, `null` when the server does not say. */
  readonly retryAfterSeconds: number | null;
  /** The whole answer when it was JSON, else `null`; for calls that can be done by half. */
  readonly answer: unknown;

  constructor(
    reason: ApiErrorReason,
    message: string,
    details: {
      status?: number;
      retryAfterSeconds?: number | null;
      answer?: unknown;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.status = details.status ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.answer = details.answer ?? null;
  }
}

const REASON_BY_STATUS: Readonly<Record<number, ApiErrorReason>> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  422: "invalid",
  429: "too-many",
  502: "upstream-down",
  503: "upstream-down",
  504: "upstream-down",
};

/** The reason behind a status outside 200 to 299. */
export function reasonForStatus(status: number): ApiErrorReason {
  return REASON_BY_STATUS[status] ?? "unexpected";
}
