import type { ClientLog } from "@sofarr/contract";

import { oneLine } from "../domain/one-line.ts";
import type { SecretMask } from "./present/mask-secrets.ts";

const MOST_CHARACTERS = 2000;
const LONGEST_PAST_MS = 24 * 60 * 60_000;
/** Clocks of browsers are wrong by minutes, not more. */
const LONGEST_FUTURE_MS = 5 * 60_000;

/**
 * A line of a browser's console as those who follow it get it, JSON like a server's line: one line (see
 * `oneLine`) and not endless, at a time that can be true (else when it arrived), and without known secrets.
 */
export function clientLogEntry(log: ClientLog, now: number, mask: SecretMask): string {
  const at = Date.parse(log.timestamp ?? "");
  const isSane = at >= now - LONGEST_PAST_MS && at <= now + LONGEST_FUTURE_MS;
  // Cut first: what is thrown away need not be looked at.
  const text = log.message.slice(0, 2 * MOST_CHARACTERS).toWellFormed();
  const message = String(mask(oneLine(text).trim()));
  return JSON.stringify({
    timestamp: new Date(isSane ? at : now).toISOString(),
    level: log.level,
    message: message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message,
  });
}
