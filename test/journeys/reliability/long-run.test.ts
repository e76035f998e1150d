import { expect, test } from "vitest";

import { whatGrew } from "./growth.ts";
import { runForLong } from "./long-run.ts";

const SEED = Number(process.env["LONG_RUN_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const DAYS = Number(process.env["LONG_RUN_DAYS"] ?? 9);
const DAY_WITHIN_MS = 60_000;
/** What comes and goes may look like growth for some days; what is never let go does so however long one looks. */
const MOST_DAYS = 3 * DAYS;

test(
  `what the server holds does not grow from day to day (LONG_RUN_SEED=${SEED} LONG_RUN_DAYS=${DAYS})`,
  async () => {
    const report = await runForLong({
      seed: SEED,
      days: DAYS,
      mostDays: MOST_DAYS,
      isInDoubt: (censuses) => whatGrew(censuses).length > 0,
    });
    process.stdout.write(`long run with seed ${SEED}: ${JSON.stringify(report.deeds)}\n`);
    expect(report.complaints).toEqual([]);
    expect(report.stderr).toBe("");
    expect(whatGrew(report.censuses)).toEqual([]);
  },
  MOST_DAYS * DAY_WITHIN_MS,
);
