import type { MessageKey } from "../../i18n/catalogue.ts";

type VerdictKey = Extract<MessageKey, `verdict.${string}`>;

/**
 * The server's sentences about whether another copy may be looked for, in the person's language. The
 * journey test holds them together with the server's own; a newer server's sentence is shown as it came.
 */
const VERDICTS: Readonly<Record<string, VerdictKey>> = {
  "It cannot be imported.": "verdict.cannotImport",
  "Admins may always look for another copy.": "verdict.admin",
  "Nobody within reach has all of it.": "verdict.noFullCopy",
  "No Sonarr or Radarr has it in its queue.": "verdict.notInQueue",
  "Nobody knows what it is, so there is nothing to search for.": "verdict.unknownTitle",
  "No download client has it just now.": "verdict.noClient",
  "It is still on its way.": "verdict.onItsWay",
  "It has failed.": "verdict.failed",
  "An error has stopped it.": "verdict.stopped",
  "How much of it is within reach is not known.": "verdict.unknownReach",
  "A full copy is within reach.": "verdict.fullCopy",
  "It has not had an hour to find its missing parts.": "verdict.tooEarly",
};

/** The plain sentence behind the server's, `null` when it is none we know. */
export function explainVerdict(reason: string): VerdictKey | null {
  return Object.hasOwn(VERDICTS, reason) ? (VERDICTS[reason] ?? null) : null;
}
