import type { SourceFacts } from "../engine/source.ts";

/** Ages are told in whole seconds, so that less than one is nothing that a page could show. */
export const AGES_GOOD_FOR_MS = 1_000;

/**
 * Whether a page that was told of these sources, and counts their ages on by itself, says too much by now. Of the
 * download clients the oldest reading alone counts, for that is what the lamp shows: so a round of reads is told when
 * its last one is in, not with its first. Every other source has its own age.
 *
 * @param clients ids of the download clients.
 */
export function areToldTooOld(
  told: readonly SourceFacts[],
  current: readonly SourceFacts[],
  clients: ReadonlySet<string>,
): boolean {
  if (oldestReading(current, clients) - oldestReading(told, clients) >= AGES_GOOD_FOR_MS) {
    return true;
  }
  const readThen = new Map(told.map(({ id, lastSuccessAt }) => [id, lastSuccessAt ?? 0]));
  return current.some(({ id, lastSuccessAt }) => {
    const gained = (lastSuccessAt ?? 0) - (readThen.get(id) ?? 0);
    return !clients.has(id) && gained >= AGES_GOOD_FOR_MS;
  });
}

/** When the download client that was read longest ago, of those that answer, was read. */
function oldestReading(sources: readonly SourceFacts[], clients: ReadonlySet<string>): number {
  const times = sources.flatMap(({ id, freshness, lastSuccessAt }) =>
    clients.has(id) && freshness === "ok" && lastSuccessAt !== null ? [lastSuccessAt] : [],
  );
  return Math.min(...times);
}
