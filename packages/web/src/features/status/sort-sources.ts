import type { StatusSource } from "@sofarr/contract";

const URGENCY: Readonly<Record<StatusSource["state"], number>> = {
  failed: 0,
  stale: 1,
  never: 2,
  ok: 3,
};

/** Those in trouble first, otherwise in the order they came. */
export function sortSources(sources: readonly StatusSource[]): StatusSource[] {
  return sources.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state]);
}

/** How many need a look. One that was not asked yet does not. */
export function countTroubled(sources: readonly StatusSource[]): number {
  return sources.filter(({ state }) => state === "failed" || state === "stale").length;
}
