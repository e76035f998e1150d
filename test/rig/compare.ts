import type { Reading } from "./reading.ts";
import type { Shown } from "./shown.ts";

/** All readings of one download client, asked for and answered at these moments (`performance.now()`). */
export interface Sample {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly readings: readonly Reading[];
}

/** SABnzbd's queue rounds megabytes to two decimals. Torrents have exact sizes. */
const USENET_SIZE_TOLERANCE_BYTES = 12_000;
const PROGRESS_TOLERANCE_POINTS = 0.3;
/** Speeds are averages that each client forms over its own few seconds. */
const SPEED_TOLERANCE_SHARE = 0.3;
const SPEED_TOLERANCE_BYTES = 2048;

/**
 * Holds what is shown of one instance against readings of its download client taken before and after.
 *
 * @param samples at least two; the truth at the moment of showing lies between them.
 * @returns one sentence per disagreement, empty when there is none.
 */
export function disagreements(
  shown: readonly Shown[],
  samples: readonly Sample[],
): readonly string[] {
  const readings = new Map<string, Reading[]>();
  for (const sample of samples) {
    for (const one of sample.readings) {
      const known = readings.get(one.id);
      if (known === undefined) readings.set(one.id, [one]);
      else known.push(one);
    }
  }
  const problems: string[] = [];
  const byId = new Map(shown.map((one) => [one.id, one]));
  if (byId.size !== shown.length) problems.push("a download is shown twice");
  for (const one of shown) {
    if (!readings.has(one.id)) problems.push(`${one.title} is shown but not in the client`);
  }
  for (const [id, some] of readings) {
    const one = byId.get(id);
    if (one !== undefined) problems.push(...fieldDisagreements(one, some));
    else if (some.length === samples.length) {
      problems.push(`${some[0]?.title ?? id} is in the client but not shown`);
    }
  }
  return problems;
}

/** Field by field: words must be those of some reading, numbers lie between the readings. */
export function fieldDisagreements(shown: Shown, readings: readonly Reading[]): readonly string[] {
  const raw = [...new Set(readings.map((one) => one.rawState))].join(" | ");
  const problems: string[] = [];
  const say = (field: string, found: unknown, wanted: unknown): void => {
    problems.push(
      `${shown.title} (${raw}): ${field} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
    );
  };
  const word = (field: "title" | "status" | "category", truths: readonly string[]): void => {
    if (!truths.includes(shown[field])) say(field, shown[field], [...new Set(truths)]);
  };
  const number = (
    field: "size" | "progress" | "speed",
    truths: readonly number[],
    tolerance: (truth: number) => number,
  ): void => {
    if (truths.length === 0) return;
    const least = Math.min(...truths);
    const most = Math.max(...truths);
    const found = shown[field];
    if (found < least - tolerance(least) || found > most + tolerance(most)) {
      say(field, found, least === most ? least : [least, most]);
    }
  };
  const isUsenet = shown.type === "usenet";
  word(
    "title",
    readings.map((one) => one.title),
  );
  word(
    "status",
    readings.flatMap((one) => one.expectedStatuses),
  );
  word(
    "category",
    readings.map((one) => one.category ?? ""),
  );
  number(
    "size",
    readings.map((one) => one.sizeBytes ?? 0),
    () => (isUsenet ? USENET_SIZE_TOLERANCE_BYTES : 0),
  );
  number(
    "progress",
    readings.flatMap((one) => one.progressPercent ?? []),
    () => PROGRESS_TOLERANCE_POINTS,
  );
  number(
    "speed",
    readings.map((one) => one.bytesPerSecond),
    (truth) => (truth === 0 ? 0 : truth * SPEED_TOLERANCE_SHARE + SPEED_TOLERANCE_BYTES),
  );
  if (shown.progress < 0 || shown.progress > 100) say("progress", shown.progress, [0, 100]);
  return problems;
}
