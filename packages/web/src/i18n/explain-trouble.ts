import type { MessageKey } from "./catalogue.ts";
import type { Language } from "./choose-locale.ts";

/** What the server's own words are in, whatever the page's language is. */
export const SERVER_LANGUAGE: Language = "en";

type TroubleCode =
  Extract<MessageKey, `trouble.${string}`> extends `trouble.${infer Code}` ? Code : never;

/**
 * The server's sentences about why a source cannot be read. The contract test holds them together with the server's
 * own; a newer server's sentence is shown as it came.
 */
const TROUBLES: Readonly<Record<string, TroubleCode>> = {
  "It cannot be reached.": "unreachable",
  "It does not answer in time.": "timeout",
  "It does not accept sofarr's credentials.": "unauthorized",
  "It refuses to talk to sofarr.": "refused",
  "It answers with an error.": "badStatus",
  "Its answer cannot be used.": "badPayload",
  "It could not be read.": "unknown",
};

/** What kind of trouble the server's sentence is about (`trouble.…` and, for admins, `advice.…`), `null` when it is none we know. */
export function explainTrouble(reason: string | null): TroubleCode | null {
  if (reason === null || !Object.hasOwn(TROUBLES, reason)) return null;
  return TROUBLES[reason] ?? null;
}
