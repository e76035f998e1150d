import { expect, test } from "vitest";

import { runChaos } from "./chaos.ts";

/** Given to repeat a run, or to run for longer. */
const SEED = Number(process.env["CHAOS_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const SECONDS = Number(process.env["CHAOS_SECONDS"] ?? 60);
/** Starting, calming down and ending take time of their own. */
const OVERHEAD_MS = 180_000;

test(
  `fifty tabs watch while everything goes wrong (CHAOS_SEED=${SEED} CHAOS_SECONDS=${SECONDS})`,
  async () => {
    const report = await runChaos({ seed: SEED, seconds: SECONDS });
    process.stdout.write(
      `chaos with seed ${SEED}: ${JSON.stringify(report.deeds)}\n${JSON.stringify(report.censuses)}\n`,
    );
    expect(report.complaints).toEqual([]);
    expect(report).toMatchObject({ stderr: "", exitCode: 0 });
  },
  SECONDS * 2_000 + OVERHEAD_MS,
);
