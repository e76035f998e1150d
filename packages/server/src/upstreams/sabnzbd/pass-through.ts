import type { SabnzbdPassThrough } from "../pass-through.ts";
import type { UpstreamCall } from "../request.ts";
import { parseHistory, parseQueue } from "./wire.ts";

/** What it takes to ask one SABnzbd. */
export interface SabnzbdCalls {
  /** @returns the answer to a call, which is not a refusal. @throws UpstreamError */
  readonly ask: (
    query: NonNullable<UpstreamCall["query"]>,
    signal: AbortSignal,
  ) => Promise<unknown>;
  /** The answer is something else than what was asked for. @throws UpstreamError */
  readonly unexpected: (what: string) => never;
}

/** Hands on SABnzbd's own lists, looked at only to be sure that they are lists. */
export function createSabnzbdPassThrough({ ask, unexpected }: SabnzbdCalls): SabnzbdPassThrough {
  return {
    async queue(signal) {
      // Here, and only here, 0 means all.
      const answer = await ask({ mode: "queue", start: 0, limit: 0 }, signal);
      return parseQueue(answer) === null ? unexpected("queue") : (answer as object);
    },
    async history(limit, signal) {
      const answer = await ask({ mode: "history", start: 0, limit }, signal);
      return parseHistory(answer) === null ? unexpected("history") : (answer as object);
    },
  };
}
