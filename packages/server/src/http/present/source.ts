import type { SourceState } from "@sofarr/contract";

import type { Trouble } from "../../engine/poller.ts";
import type { SourceFacts } from "../../engine/source.ts";

const WORDS: Readonly<Record<Trouble["reason"], string>> = {
  unreachable: "It cannot be reached.",
  timeout: "It does not answer in time.",
  unauthorized: "It does not accept sofarr's credentials.",
  refused: "It refuses to talk to sofarr.",
  "bad-status": "It answers with an error.",
  "bad-payload": "Its answer cannot be used.",
  unknown: "It could not be read.",
};

/** Why something could not be read, in words anyone signed in may read. */
export function wordsForTrouble(reason: Trouble["reason"]): string {
  return WORDS[reason];
}

/** How far a source can be believed, in words anyone signed in may read: no address, no advice. */
export function presentSource(source: SourceFacts, now: number): SourceState {
  const { lastSuccessAt, trouble } = source;
  return {
    id: source.id,
    name: source.name,
    type: source.kind,
    state: source.freshness,
    lastSuccessAt: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
    ageSeconds:
      lastSuccessAt === null ? null : Math.max(0, Math.round((now - lastSuccessAt) / 1000)),
    reason: trouble === null ? null : WORDS[trouble.reason],
  };
}
