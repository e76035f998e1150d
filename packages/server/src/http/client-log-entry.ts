import type { ClientLog } from "@sofarr/contract";

import type { SecretMask } from "./present/mask-secrets.ts";

const MOST_CHARACTERS = 2000;
const LONGEST_PAST_MS = 24 * 60 * 60_000;
/** Clocks of browsers are wrong by minutes, not more. */
const LONGEST_FUTURE_MS = 5 * 60_000;
/** Everything that could move a cursor, end a line or turn the direction of writing. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A line of a browser's console as those who follow it get it, JSON like a server's line: one line without control
 * characters and not endless, at a time that can be true (else when it arrived), and without known secrets.
 */
export function clientLogEntry(log: ClientLog, now: number, mask: SecretMask): string {
  const at = Date.parse(log.timestamp ?? "");
  const isSane = at >= now - LONGEST_PAST_MS && at <= now + LONGEST_FUTURE_MS;
  // Cut first: what is thrown away need not be looked at.
  const text = log.message.slice(0, 2 * MOST_CHARACTERS).toWellFormed();
  const message = String(mask(text.replaceAll(CONTROL, " ").trim()));
  return JSON.stringify({
    timestamp: new Date(isSane ? at : now).toISOString(),
    level: log.level,
    message: message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message,
  });
}
