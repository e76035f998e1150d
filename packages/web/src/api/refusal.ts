import type { ApiClient } from "./client.ts";
import { ApiError } from "./errors.ts";

/**
 * Why the server refuses a stream.
 *
 * - `signed-out`, `forbidden`: this person has to sign in, or may not have it
 * - `too-many`: too many pages are open, or too much was asked from here; worth another try after a while
 * - `unknown`: it did not say, or would not refuse any more
 */
export type Refusal =
  | { readonly kind: "signed-out" | "forbidden" | "unknown" }
  | {
      readonly kind: "too-many";
      readonly what: "pages" | "calls";
      readonly retryAfterMs: number;
    };

/** How the server's sentence begins when only closing a page helps. A journey and an e2e test hold the two together. */
const TOO_MANY_PAGES = "Too many pages";
const RETRY_AFTER_MS = 60_000;

/**
 * Asks why a stream was refused, since an EventSource does not tell: once more, by a call that does.
 *
 * @param path of the stream.
 */
export async function askRefusal(api: ApiClient, path: string): Promise<Refusal> {
  try {
    await api.knock(path);
    return { kind: "unknown" };
  } catch (error) {
    return error instanceof ApiError ? refusalIn(error) : { kind: "unknown" };
  }
}

function refusalIn({ reason, message, retryAfterSeconds }: ApiError): Refusal {
  if (reason === "unauthorized") return { kind: "signed-out" };
  if (reason === "forbidden") return { kind: "forbidden" };
  if (reason !== "too-many") return { kind: "unknown" };
  return {
    kind: "too-many",
    what: message.startsWith(TOO_MANY_PAGES) ? "pages" : "calls",
    retryAfterMs: retryAfterSeconds === null ? RETRY_AFTER_MS : retryAfterSeconds * 1000,
  };
}
