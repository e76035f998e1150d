import type { NormalizedDownload } from "@sofarr/contract";

import { titleOf } from "../format/title.ts";
import type { Sort } from "./view-options.ts";

/** How two texts are ordered, e.g. `new Intl.Collator(locale, { numeric: true }).compare`. */
export type CompareText = (a: string, b: string) => number;

type Entry = readonly [key: string, download: NormalizedDownload];
type Compare = (a: Entry, b: Entry) => number;

/** Times to go within this factor count as equal, so that cards do not trade places with every tick. */
const SAME_MOMENT_FACTOR = 1.5;

const COMPARE: Readonly<Record<Sort, (compareText: CompareText) => Compare>> = {
  newest: () => (a, b) => compareAdded(a, b) || compareKey(a, b),
  soonest: () => (a, b) =>
    momentOf(a[1].eta) - momentOf(b[1].eta) || compareAdded(a, b) || compareKey(a, b),
  title: (compareText) => (a, b) =>
    compareText(titleOf(a[1]), titleOf(b[1])) || compareEpisode(a, b) || compareKey(a, b),
};

/** A total order for one way of sorting: equal ones are told apart by key, so that nothing ever jumps. */
export function compareBy(sort: Sort, compareText: CompareText): Compare {
  return COMPARE[sort](compareText);
}

/** ISO 8601 in UTC sorts as text. Those without a date come last. */
function compareAdded([, a]: Entry, [, b]: Entry): number {
  const [added, other] = [a.addedOn ?? "", b.addedOn ?? ""];
  return added === other ? 0 : added > other ? -1 : 1;
}

function compareEpisode([, a]: Entry, [, b]: Entry): number {
  const [first, other] = [a.episodes[0], b.episodes[0]];
  if (first === undefined || other === undefined) return 0;
  return first.seasonNumber - other.seasonNumber || first.episodeNumber - other.episodeNumber;
}

function compareKey([a]: Entry, [b]: Entry): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NEVER = 1_000; // Behind every real moment: 1.5 to the 1,000 is no number of seconds.

function momentOf(etaSeconds: number | null): number {
  if (etaSeconds === null) return NEVER;
  return Math.floor(Math.log(Math.max(etaSeconds, 1)) / Math.log(SAME_MOMENT_FACTOR));
}
