/** The middle value, which one busy moment of the machine does not move. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value that a share of all values stay at or below, between neighbours in proportion.
 *
 * @param share 0..1; 0.95 gives the p95, 1 the largest.
 * @returns `NaN` of no values.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** The sum's share of each value: for readings of a coarse clock, whose errors even out. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Milliseconds this thread has computed so far. Unlike the time on the wall it leaves out waiting for answers and
 * for other programs, so that a busy machine does not change what is measured. Some systems count on each tick of a
 * few milliseconds only, so take the mean of many. Garbage collected by helper threads is not counted.
 */
export function cpuNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Clears away young garbage, so that nobody pays for the one before. Needs `--expose-gc`. */
export function sweep(): void {
  globalThis.gc?.({ type: "minor" });
}
