import type { Census } from "./census.ts";

/** How much of something may come together over a run before it is growth: in numbers, or as part of what there is. */
export interface Allowance {
  readonly most: number;
  readonly part: number;
}

const USUAL: Allowance = { most: 15, part: 0.02 };
/** Memory is handed out in pages and taken back late. */
const MEBIBYTE = 1024 * 1024;
const ALLOWANCES: Readonly<Record<string, Allowance>> = {
  // Titles, events and grabs of the last minutes: some more on one day than on another.
  "map entries": { most: 90, part: 0 },
  "set entries": { most: 60, part: 0 },
  // Connections are kept for some seconds, whoever made them.
  streams: { most: 60, part: 0 },
  listeners: { most: 60, part: 0 },
  "heap bytes": { most: 2 * MEBIBYTE, part: 0.02 },
  "resident bytes": { most: 40 * MEBIBYTE, part: 0.1 },
};

/**
 * Says what grew from one census to the next, over the later two thirds of a run and at its end as well: at first caches
 * fill, and some take their time.
 *
 * @param censuses taken at equal distances and in equal circumstances; nine or more.
 * @returns a sentence for each thing that grew; one odd census does not matter, what comes back again does not either.
 */
export function whatGrew(censuses: readonly Census[]): string[] {
  const later = censuses.slice(Math.ceil(censuses.length / 3));
  const names = new Set(later.flatMap((census) => Object.keys(census)));
  return [...names].flatMap((name) => {
    const values = later.map((census) => census[name] ?? 0);
    const atTheEnd = values.slice(-Math.ceil(values.length / 2));
    const grown = Math.min(slopeOf(values), slopeOf(atTheEnd)) * (values.length - 1);
    const { most, part } = ALLOWANCES[name] ?? USUAL;
    const allowed = Math.max(most, part * median(values));
    return grown <= allowed
      ? []
      : [
          `${name} grew by ${Math.round(grown)} (allowed: ${Math.round(allowed)}): ${values.join(", ")}`,
        ];
  });
}

/** The middle of the slopes between any two values (Theil and Sen): a few odd values do not move it. */
function slopeOf(values: readonly number[]): number {
  const slopes = values.flatMap((to, j) =>
    values.slice(0, j).map((from, i) => (to - from) / (j - i)),
  );
  return median(slopes);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}
