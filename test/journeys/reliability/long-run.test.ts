import { expect, test } from "vitest";

import { whatGrew } from "./growth.ts";
import { runForLong } from "./long-run.ts";

const SEED = Number(process.env["LONG_RUN_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const DAYS = Number(process.env["LONG_RUN_DAYS"] ?? 9);
const DAY_WITHIN_MS = 60_000;

test(
  `what the server holds does not grow from day to day (LONG_RUN_SEED=${SEED} LONG_RUN_DAYS=${DAYS})`,
  async () => {
    const report = await runForLong({ seed: SEED, days: DAYS });
    process.stdout.write(`long run with seed ${SEED}: ${JSON.stringify(report.deeds)}\n`);
    expect(report.complaints).toEqual([]);
    expect(report.stderr).toBe("");
    expect(whatGrew(report.censuses)).toEqual([]);
  },
  DAYS * DAY_WITHIN_MS,
);
